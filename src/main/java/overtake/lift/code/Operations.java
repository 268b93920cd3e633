package overtake.lift.code;

import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import overtake.kernel.Kernel;
import overtake.kernel.Pool;
import overtake.lift.code.SourceText.Term;

/// The operations that the methods of a class contain, in the kernel's spelling, each with its site. It is read off the code as it is
/// written, whatever part of it a world uses, so that a site keeps its name in every variant of a world.
public final class Operations {
    /// @param site `method/operation` with `#n` from the second occurrence on
    /// @param text `READ_ONCE(gpc.valid)`
    public record Operation(String site, String text) {}

    /// An occurrence in bytecode; `group` is the same for copies of one source occurrence.
    private record Occurrence(MethodCode code, int index, String text, String group) {}

    private final Map<MethodCode, Map<Integer, Operation>> operations = new HashMap<>();
    private final Map<MethodCode, List<Integer>> lvalues = new HashMap<>();

    public Operations(List<MethodCode> methods) {
        Map<String, List<MethodCode>> byName = new TreeMap<>();
        for (MethodCode method : methods) {
            operations.put(method, new HashMap<>());
            byName.computeIfAbsent(method.sourceName(), _ -> new ArrayList<>()).add(method);
        }
        for (List<MethodCode> group : byName.values()) {
            group.sort(Comparator.comparingInt(Operations::firstLine));
            number(group);
        }
    }

    public Optional<Operation> at(MethodCode method, int index) {
        return Optional.ofNullable(operations.getOrDefault(method, Map.of()).get(index));
    }

    /// Whether the instruction reads a field or an element only to name it for a call like READ_ONCE.
    public boolean isLvalue(MethodCode method, int index) {
        return lvalues.getOrDefault(method, List.of()).contains(index);
    }

    private static int firstLine(MethodCode method) {
        return method.size() == 0 ? 0 : method.line(0);
    }

    /// Overloads and lambdas of one source method share its name, and so its numbers.
    private void number(List<MethodCode> group) {
        Map<String, Map<String, Integer>> seen = new HashMap<>();
        for (MethodCode method : group) {
            for (Occurrence occurrence : occurrences(method)) {
                Map<String, Integer> numbers = seen.computeIfAbsent(occurrence.text(), _ -> new HashMap<>());
                int next = numbers.size() + 1;
                int number =
                        numbers.computeIfAbsent(method.descriptor() + method.name() + occurrence.group(), _ -> next);
                String site = method.sourceName() + "/" + occurrence.text() + (number == 1 ? "" : "#" + number);
                operations.getOrDefault(method, Map.of())
                        .put(occurrence.index(), new Operation(site, occurrence.text()));
            }
        }
    }

    private List<Occurrence> occurrences(MethodCode method) {
        SourceText text = new SourceText(method);
        List<Integer> named = lvaluesOf(method, text);
        lvalues.put(method, named);
        List<Integer> repeated = linesOfFinally(method);
        Map<String, Integer> inStatement = new HashMap<>();
        List<Occurrence> result = new ArrayList<>();
        for (int i = 0; i < method.size(); i++) {
            Optional<String> operation = named.contains(i) ? Optional.empty() : operation(method, i, text.before(i));
            if (operation.isPresent()) {
                String statement = operation.get() + " in " + method.statement(i);
                int nth = inStatement.merge(statement, 1, Integer::sum);
                boolean copied = repeated.contains(method.line(i));
                String group = copied ? "line " + method.line(i) + " " + nth : "index " + i;
                result.add(new Occurrence(method, i, operation.get(), group));
            }
        }
        return result;
    }

    /// The compiler copies a `finally` block to each way out, and once more into a handler for any exception. The lines of those
    /// handlers tell which operations are copies of one another.
    private static List<Integer> linesOfFinally(MethodCode method) {
        List<Integer> lines = new ArrayList<>();
        for (MethodCode.Handler handler : method.handlers()) {
            int i = handler.target();
            while (handler.type().isEmpty() && i < method.size()
                    && !(method.instruction(i) instanceof ThrowInstruction)) {
                lines.add(method.line(i++));
            }
        }
        return lines;
    }

    private static List<Integer> lvaluesOf(MethodCode method, SourceText text) {
        List<Integer> result = new ArrayList<>();
        for (int i = 0; i < method.size(); i++) {
            if (method.instruction(i) instanceof InvokeInstruction call && isKernel(call)) {
                OptionalInt position = Vocabulary.of(call.name().stringValue())
                        .map(Meaning::lvalue)
                        .orElse(OptionalInt.empty());
                int origin = position.isPresent() ? argument(call, text.before(i), position.getAsInt()).origin() : -1;
                if (origin >= 0 && isPlace(method.instruction(origin))) {
                    result.add(origin);
                }
            }
        }
        return result;
    }

    public static boolean isKernel(InvokeInstruction call) {
        return call.owner().asSymbol().descriptorString().equals(Kernel.class.descriptorString());
    }

    public static boolean isPool(InvokeInstruction call) {
        return call.owner().asSymbol().descriptorString().equals(Pool.class.descriptorString());
    }

    private static boolean isPlace(java.lang.classfile.Instruction instruction) {
        return instruction instanceof ArrayLoadInstruction
                || instruction instanceof FieldInstruction field && field.opcode() == Opcode.GETFIELD;
    }

    private static Term argument(InvokeInstruction call, List<Term> stack, int position) {
        int first = stack.size() - call.typeSymbol().parameterCount();
        int at = first + position;
        return at >= 0 && at < stack.size() ? stack.get(at) : Term.UNKNOWN;
    }

    private static Optional<String> operation(MethodCode method, int index, List<Term> stack) {
        return switch (method.instruction(index)) {
            case InvokeInstruction call when isKernel(call) -> Optional.of(kernelOperation(call, stack));
            case InvokeInstruction call when isPool(call) -> poolOperation(call, stack);
            case FieldInstruction field -> fieldOperation(method, field, stack);
            case ArrayLoadInstruction _ -> elementOperation("read", element(stack, 2));
            case ArrayStoreInstruction _ -> elementOperation("write", element(stack, 3));
            default -> Optional.empty();
        };
    }

    private static String kernelOperation(InvokeInstruction call, List<Term> stack) {
        String name = call.name().stringValue();
        OptionalInt shown = Vocabulary.of(name).map(Meaning::shown).orElse(OptionalInt.empty());
        return shown.isEmpty() ? name : name + "(" + argument(call, stack, shown.getAsInt()).text() + ")";
    }

    private static Optional<String> poolOperation(InvokeInstruction call, List<Term> stack) {
        return switch (call.name().stringValue()) {
            case "alloc" -> Optional.of("alloc(" + top(stack, 1).text() + ")");
            case "free", "ghost_allocated" ->
                Optional.of(call.name().stringValue() + "(" + top(stack, 1).text() + ")");
            default -> Optional.empty();
        };
    }

    private static Optional<String> fieldOperation(MethodCode method, FieldInstruction field, List<Term> stack) {
        if (field.opcode() != Opcode.GETFIELD && field.opcode() != Opcode.PUTFIELD || isFinal(method, field)) {
            return Optional.empty();
        }
        boolean reads = field.opcode() == Opcode.GETFIELD;
        String path = SourceText.member(
                top(stack, reads ? 1 : 2).text(), field.name().stringValue());
        return Optional.of((reads ? "read(" : "write(") + path + ")");
    }

    /// A switch over an enum reads a table that the compiler made.
    private static Optional<String> elementOperation(String verb, String element) {
        return element.contains("$SwitchMap$") ? Optional.empty() : Optional.of(verb + "(" + element + ")");
    }

    private static boolean isFinal(MethodCode method, FieldInstruction field) {
        return Modifier.isFinal(ClassFiles.field(field.owner().asSymbol(), field.name().stringValue(), method.owner())
                .getModifiers());
    }

    private static Term top(List<Term> stack, int depth) {
        return stack.size() < depth ? Term.UNKNOWN : stack.get(stack.size() - depth);
    }

    private static String element(List<Term> stack, int depth) {
        return top(stack, depth).text() + "[" + top(stack, depth - 1).text() + "]";
    }
}
