package overtake.lift.code;

import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The source expressions on the operand stack of a method, before each of its instructions: `gpc.valid` is on top before
/// `READ_ONCE` is called. Where paths bring different expressions together, the text is `...`.
public final class SourceText {
    private static final int NOWHERE = -1;

    /// @param origin the instruction that pushed the value, or -1 if several can have
    record Term(String text, int origin) {
        static final Term UNKNOWN = new Term("...", NOWHERE);

        Term join(Term other) {
            return new Term(text.equals(other.text) ? text : "...", origin == other.origin ? origin : NOWHERE);
        }
    }

    private final MethodCode code;
    private final List<Optional<List<Term>>> before = new ArrayList<>();
    private final Map<Integer, String> unnamed = new HashMap<>();
    private final Deque<Integer> work = new ArrayDeque<>();
    private List<Term> stack = new ArrayList<>();
    private int at;

    SourceText(MethodCode code) {
        this.code = code;
        for (int i = 0; i <= code.size(); i++) {
            before.add(Optional.empty());
        }
        flow(0, List.of());
        code.handlers().forEach(h -> flow(h.target(), List.of(new Term("exception", NOWHERE))));
        while (!work.isEmpty()) {
            at = work.remove();
            stack = new ArrayList<>(before.get(at).orElseThrow());
            step(code.instruction(at));
        }
    }

    /// The terms on the stack before an instruction, topmost last; empty if the instruction is never reached.
    List<Term> before(int index) {
        return before.get(index).orElse(List.of());
    }

    private void flow(int index, List<Term> terms) {
        Optional<List<Term>> old = before.get(index);
        List<Term> merged = terms;
        if (old.isPresent()) {
            merged = new ArrayList<>();
            for (int i = 0; i < Math.min(terms.size(), old.get().size()); i++) {
                merged.add(old.get().get(i).join(terms.get(i)));
            }
        }
        if (old.isEmpty() || !old.get().equals(merged)) {
            before.set(index, Optional.of(List.copyOf(merged)));
            work.add(index);
        }
    }

    private void push(String text) {
        stack.add(new Term(text, at));
    }

    private Term pop() {
        return stack.isEmpty() ? Term.UNKNOWN : stack.removeLast();
    }

    private List<Term> pop(int count) {
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.addFirst(pop());
        }
        return result;
    }

    private void step(java.lang.classfile.Instruction instruction) {
        switch (instruction) {
            case BranchInstruction branch -> {
                pop(operands(branch.opcode()));
                flow(code.target(branch.target()), stack);
                if (branch.opcode() != Opcode.GOTO && branch.opcode() != Opcode.GOTO_W) {
                    flow(at + 1, stack);
                }
            }
            case TableSwitchInstruction choice -> choose(choice.cases(), choice.defaultTarget());
            case LookupSwitchInstruction choice -> choose(choice.cases(), choice.defaultTarget());
            case ReturnInstruction _, ThrowInstruction _ -> {}
            default -> {
                straight(instruction);
                flow(at + 1, stack);
            }
        }
    }

    private void choose(List<SwitchCase> cases, Label otherwise) {
        pop();
        cases.forEach(c -> flow(code.target(c.target()), stack));
        flow(code.target(otherwise), stack);
    }

    private static int operands(Opcode opcode) {
        return switch (opcode) {
            case GOTO, GOTO_W -> 0;
            case IF_ICMPEQ, IF_ICMPNE, IF_ICMPLT, IF_ICMPGE, IF_ICMPGT, IF_ICMPLE, IF_ACMPEQ, IF_ACMPNE -> 2;
            default -> 1;
        };
    }

    private void straight(java.lang.classfile.Instruction instruction) {
        switch (instruction) {
            case LoadInstruction load -> push(variable(load.slot()));
            case StoreInstruction store -> store(store, pop());
            case MonitorInstruction _ -> pop();
            case ConstantInstruction constant -> push(Objects.toString(constant.constantValue(), "null"));
            case OperatorInstruction operator -> operate(operator.opcode());
            case FieldInstruction field -> field(field);
            case ArrayLoadInstruction _ -> {
                List<Term> terms = pop(2);
                push(terms.getFirst().text() + "[" + terms.getLast().text() + "]");
            }
            case ArrayStoreInstruction _ -> pop(3);
            case InvokeInstruction call -> invoke(call);
            case InvokeDynamicInstruction call -> {
                pop(call.typeSymbol().parameterCount());
                push("lambda");
            }
            case NewObjectInstruction made -> push("new " + simple(made.className().asSymbol().displayName()));
            case NewMultiArrayInstruction made -> {
                pop(made.dimensions());
                push("new array");
            }
            case StackInstruction shuffle -> shuffle(shuffle.opcode());
            default -> {}
        }
    }

    private String variable(int slot) {
        if (slot == 0 && !code.isStatic()) {
            return "this";
        }
        return code.variable(slot, at).orElse(unnamed.getOrDefault(slot, "..."));
    }

    /// The compiler keeps the array of a `for (T t : array)` in a variable without a name, which then stands for the expression.
    private void store(StoreInstruction store, Term term) {
        boolean isReference = store.typeKind() == TypeKind.REFERENCE;
        if (isReference && code.variable(store.slot(), at + 1).isEmpty()) {
            unnamed.merge(store.slot(), term.text(), (a, b) -> a.equals(b) ? a : "...");
        }
    }

    private void operate(Opcode opcode) {
        switch (opcode) {
            case ARRAYLENGTH -> push(pop().text() + ".length");
            case INEG -> push("-" + pop().text());
            default -> {
                List<Term> terms = pop(2);
                push(terms.getFirst().text() + " " + symbol(opcode) + " " + terms.getLast().text());
            }
        }
    }

    private static String symbol(Opcode opcode) {
        return switch (opcode) {
            case IADD -> "+";
            case ISUB -> "-";
            case IMUL -> "*";
            case IDIV -> "/";
            case IREM -> "%";
            case IAND -> "&";
            case IOR -> "|";
            case IXOR -> "^";
            case ISHL -> "<<";
            case ISHR -> ">>";
            case IUSHR -> ">>>";
            default -> "?";
        };
    }

    private void field(FieldInstruction field) {
        String name = field.name().stringValue();
        switch (field.opcode()) {
            case GETFIELD -> push(member(pop().text(), name));
            case GETSTATIC -> push(member(className(field), name));
            case PUTFIELD -> pop(2);
            default -> pop();
        }
    }

    private String className(FieldInstruction field) {
        String name = field.owner().asSymbol().displayName();
        return name.equals(displayName(code.owner())) ? "this" : simple(name);
    }

    private static String displayName(Class<?> type) {
        return type.describeConstable().orElseThrow().displayName();
    }

    private static String simple(String displayName) {
        return displayName.substring(displayName.lastIndexOf('$') + 1);
    }

    /// `holder.name`, without `this.`; captured variables and outer objects of inner classes as the source names them.
    public static String member(String holder, String name) {
        if (name.startsWith("this$")) {
            return "this";
        }
        String plain = name.startsWith("val$") ? name.substring("val$".length()) : name;
        return holder.equals("this") ? plain : holder + "." + plain;
    }

    private void invoke(InvokeInstruction call) {
        List<Term> arguments = pop(call.typeSymbol().parameterCount());
        String holder = call.opcode() == Opcode.INVOKESTATIC ? "this" : pop().text();
        if (!call.typeSymbol().returnType().descriptorString().equals("V")) {
            List<String> texts = arguments.stream().map(Term::text).toList();
            push(member(holder, call.name().stringValue()) + "(" + String.join(", ", texts) + ")");
        }
    }

    private void shuffle(Opcode opcode) {
        switch (opcode) {
            case POP -> pop();
            case POP2 -> pop(2);
            case DUP -> repeat(1, 0);
            case DUP_X1 -> repeat(1, 1);
            case DUP_X2 -> repeat(1, 2);
            case DUP2 -> repeat(2, 0);
            case DUP2_X1 -> repeat(2, 1);
            case DUP2_X2 -> repeat(2, 2);
            default -> {
                List<Term> terms = pop(2);
                stack.addAll(terms.reversed());
            }
        }
    }

    /// Copies the topmost `count` terms below the `under` terms beneath them.
    private void repeat(int count, int under) {
        List<Term> top = pop(count);
        List<Term> below = pop(under);
        stack.addAll(top);
        stack.addAll(below);
        stack.addAll(top);
    }
}
