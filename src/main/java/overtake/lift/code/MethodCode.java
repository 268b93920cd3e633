package overtake.lift.code;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The bytecode of one method, with lines and names: instructions are counted from 0, labels are resolved to such numbers.
public final class MethodCode {
    /// A named local variable, in scope from instruction `start` until before `end`.
    private record Variable(int slot, int start, int end, String name) {}

    /// @param type internal name of the caught class; empty for the handlers of `finally`
    public record Handler(int target, Optional<String> type) {}

    private final Class<?> owner;
    private final String file;
    private final MethodModel model;
    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    /// For each instruction, which line-number entry it falls under; copies of one statement have entries of their own.
    private final List<Integer> statements = new ArrayList<>();
    private final Map<Label, Integer> labels = new IdentityHashMap<>();
    private final List<Variable> variables = new ArrayList<>();
    private final List<Handler> handlers = new ArrayList<>();
    private final int maxLocals;
    private final int maxStack;

    MethodCode(Class<?> owner, String file, MethodModel model, CodeModel code) {
        this.owner = owner;
        this.file = file;
        this.model = model;
        CodeAttribute attribute = model.findAttribute(Attributes.code()).orElseThrow();
        maxLocals = attribute.maxLocals();
        maxStack = attribute.maxStack();
        List<LocalVariable> scopes = new ArrayList<>();
        List<ExceptionCatch> catches = new ArrayList<>();
        int line = 0;
        int statement = 0;
        for (var element : code) {
            switch (element) {
                case Instruction instruction -> {
                    instructions.add(instruction);
                    lines.add(line);
                    statements.add(statement);
                }
                case LabelTarget target -> labels.put(target.label(), instructions.size());
                case LineNumber number -> {
                    line = number.line();
                    statement++;
                }
                case LocalVariable variable -> scopes.add(variable);
                case ExceptionCatch handler -> catches.add(handler);
                default -> {}
            }
        }
        scopes.forEach(v -> variables.add(
                new Variable(v.slot(), target(v.startScope()), target(v.endScope()), v.name().stringValue())));
        catches.forEach(c -> handlers.add(
                new Handler(target(c.handler()), c.catchType().map(t -> t.asInternalName()))));
    }

    public Class<?> owner() {
        return owner;
    }

    public String file() {
        return file;
    }

    public String name() {
        return model.methodName().stringValue();
    }

    /// The name of the method in the source: that of the enclosing method for a lambda, that of the class for a constructor.
    public String sourceName() {
        String name = name();
        if (name.startsWith("lambda$")) {
            name = name.substring("lambda$".length(), name.lastIndexOf('$'));
        }
        return name.equals("new") || name.equals("<init>") ? owner.getSimpleName() : name;
    }

    /// `Class.method` for messages; an anonymous class has the number that the compiler gave it.
    public String displayName() {
        String type = owner.getName();
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1) + "." + sourceName();
    }

    public String descriptor() {
        return model.methodType().stringValue();
    }

    public MethodTypeDesc type() {
        return model.methodTypeSymbol();
    }

    public boolean isStatic() {
        return (model.flags().flagsMask() & ClassFile.ACC_STATIC) != 0;
    }

    public boolean isPrivate() {
        return (model.flags().flagsMask() & ClassFile.ACC_PRIVATE) != 0;
    }

    public boolean isSynchronized() {
        return (model.flags().flagsMask() & ClassFile.ACC_SYNCHRONIZED) != 0;
    }

    public int size() {
        return instructions.size();
    }

    public Instruction instruction(int index) {
        return instructions.get(index);
    }

    public int line(int index) {
        return lines.get(index);
    }

    public int statement(int index) {
        return statements.get(index);
    }

    public int target(Label label) {
        Integer index = labels.get(label);
        if (index == null) {
            throw new IllegalStateException("unbound label in " + this);
        }
        return index;
    }

    public List<Handler> handlers() {
        return handlers;
    }

    public int maxLocals() {
        return maxLocals;
    }

    public int maxStack() {
        return maxStack;
    }

    /// The source name of the variable in a slot, as an instruction sees it.
    public Optional<String> variable(int slot, int index) {
        return variables.stream()
                .filter(v -> v.slot() == slot && v.start() <= index && index < v.end())
                .map(Variable::name)
                .findFirst();
    }

    /// Whether the instruction loads a variable that the compiler made, such as the index of a `for (T t : array)`.
    public boolean loadsUnnamed(int index) {
        return !variables.isEmpty()
                && instructions.get(index) instanceof LoadInstruction load
                && variable(load.slot(), index).isEmpty();
    }

    @Override
    public String toString() {
        return owner.getName() + "." + name() + descriptor();
    }
}
