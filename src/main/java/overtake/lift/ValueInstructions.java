package overtake.lift;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import overtake.lift.AbstractValue.KnownInt;
import overtake.lift.AbstractValue.KnownObject;
import overtake.lift.AbstractValue.Null;
import overtake.lift.AbstractValue.SomeInt;
import overtake.lift.AbstractValue.SomeObject;
import overtake.lift.Step.Entry;
import overtake.lift.code.ClassFiles;
import overtake.lift.code.LiftProblem;
import overtake.program.AluOperation;
import overtake.program.CheckKind;
import overtake.program.Condition;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Register;

/// Instructions that move and compute values: locals, constants, stack, arithmetic.
final class ValueInstructions {
    private static final String ONLY_INT = "; only int, boolean and references can be lifted";

    private ValueInstructions() {}

    static void lift(Step step, java.lang.classfile.Instruction instruction) {
        switch (instruction) {
            case LoadInstruction load -> load(step, load);
            case StoreInstruction store -> store(step, store);
            case IncrementInstruction increment -> increment(step, increment);
            case ConstantInstruction constant -> constant(step, constant);
            case StackInstruction shuffle -> shuffle(step, shuffle.opcode());
            case OperatorInstruction operator -> operate(step, operator.opcode());
            case ConvertInstruction convert -> convert(step, convert.opcode());
            case TypeCheckInstruction check -> check(step, check);
            case NopInstruction _ -> {}
            case MonitorInstruction _ ->
                throw new LiftProblem("synchronized; use a SpinLock or a Mutex with spin_lock or mutex_lock");
            default ->
                throw new LiftProblem(
                        switch (instruction.opcode()) {
                            case NEWARRAY, ANEWARRAY, MULTIANEWARRAY ->
                                "an agent makes an array; make it a final field of a model object";
                            default -> instruction.opcode() + " cannot be lifted";
                        });
        }
    }

    static void refuseWide(TypeKind kind) {
        switch (kind) {
            case LONG, FLOAT, DOUBLE ->
                throw new LiftProblem("a " + kind.name().toLowerCase(java.util.Locale.ROOT) + " value" + ONLY_INT);
            default -> {}
        }
    }

    private static void load(Step step, LoadInstruction load) {
        refuseWide(load.typeKind());
        AbstractValue value = step.state().local(load.slot());
        if (value instanceof AbstractValue.Conflict conflict) {
            throw new LiftProblem(
                    conflict.why() + "; let each path do its own work, or make them fields of a model object");
        }
        step.push(new Entry(value, step.frame().local(load.slot())));
    }

    private static void store(Step step, StoreInstruction store) {
        refuseWide(store.typeKind());
        Entry entry = step.pop();
        step.operandIfAny(entry).ifPresent(o -> step.move(step.frame().local(store.slot()), o));
        step.state().local(store.slot(), entry.value());
    }

    private static void increment(Step step, IncrementInstruction increment) {
        Register local = step.frame().local(increment.slot());
        if (step.state().local(increment.slot()) instanceof KnownInt known) {
            int value = known.value() + increment.constant();
            step.move(local, Operand.constant(value));
            step.state().local(increment.slot(), new KnownInt(value));
            return;
        }
        Register sum = step.fresh();
        step.emit(new Instruction.Alu(sum, AluOperation.ADD, local, Operand.constant(increment.constant())));
        step.move(local, sum);
    }

    private static void constant(Step step, ConstantInstruction constant) {
        switch (constant.constantValue()) {
            case Integer value -> step.pushInt(value);
            case String text -> step.push(new KnownObject(text));
            case ClassDesc type -> step.push(new KnownObject(ClassFiles.resolve(type, step.code().owner())));
            default -> {
                if (constant.opcode() != Opcode.ACONST_NULL) {
                    throw new LiftProblem("a " + constant.typeKind().name().toLowerCase(java.util.Locale.ROOT)
                            + " constant" + ONLY_INT);
                }
                step.push(new Null(), Operand.constant(0));
            }
        }
    }

    private static void shuffle(Step step, Opcode opcode) {
        switch (opcode) {
            case POP -> step.pop();
            case POP2 -> take(step, 2);
            case DUP -> repeat(step, 1, 0);
            case DUP_X1 -> repeat(step, 1, 1);
            case DUP_X2 -> repeat(step, 1, 2);
            case DUP2 -> repeat(step, 2, 0);
            case DUP2_X1 -> repeat(step, 2, 1);
            case DUP2_X2 -> repeat(step, 2, 2);
            default -> take(step, 2).reversed().forEach(step::push);
        }
    }

    /// Pops values into registers of their own, topmost last.
    private static List<Entry> take(Step step, int count) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.addFirst(step.copy(step.pop()));
        }
        return entries;
    }

    private static void repeat(Step step, int count, int under) {
        List<Entry> top = take(step, count);
        List<Entry> below = take(step, under);
        top.forEach(step::push);
        below.forEach(step::push);
        top.forEach(step::push);
    }

    private static void operate(Step step, Opcode opcode) {
        switch (opcode) {
            case ARRAYLENGTH -> ArrayAccess.length(step);
            case INEG -> {
                Entry value = step.pop();
                compute(step, AluOperation.SUB, new Entry(new KnownInt(0), value.register()), value);
            }
            default -> {
                Entry b = step.pop();
                Entry a = step.pop();
                compute(step, operation(opcode), a, b);
            }
        }
    }

    private static AluOperation operation(Opcode opcode) {
        return switch (opcode) {
            case IADD -> AluOperation.ADD;
            case ISUB -> AluOperation.SUB;
            case IMUL -> AluOperation.MUL;
            case IDIV -> AluOperation.DIV;
            case IREM -> AluOperation.REM;
            case IAND -> AluOperation.AND;
            case IOR -> AluOperation.OR;
            case IXOR -> AluOperation.XOR;
            case ISHL -> AluOperation.SHL;
            case ISHR -> AluOperation.SHR;
            case IUSHR -> AluOperation.USHR;
            default -> throw new LiftProblem("arithmetic on long, float or double (" + opcode + ")" + ONLY_INT);
        };
    }

    private static void compute(Step step, AluOperation operation, Entry a, Entry b) {
        boolean divides = operation == AluOperation.DIV || operation == AluOperation.REM;
        if (a.value() instanceof KnownInt x && b.value() instanceof KnownInt y && !(divides && y.value() == 0)) {
            step.pushInt(operation.apply(x.value(), y.value()));
            return;
        }
        Operand left = step.operand(a);
        Operand right = step.operand(b);
        if (divides) {
            Register valid = step.fresh();
            step.emit(new Instruction.SetCondition(valid, Condition.NE, right, Operand.constant(0)));
            step.emit(new Instruction.Check(CheckKind.ENSURE, valid, "no division by zero"));
        }
        Register to = step.fresh();
        step.emit(new Instruction.Alu(to, operation, left, right));
        step.push(new SomeInt(), to);
    }

    private static void convert(Step step, Opcode opcode) {
        Entry entry = step.pop();
        int known = entry.value() instanceof KnownInt value ? value.value() : 0;
        boolean isKnown = entry.value() instanceof KnownInt;
        switch (opcode) {
            case I2B -> narrow(step, entry, isKnown, (byte) known, 24, AluOperation.SHR);
            case I2S -> narrow(step, entry, isKnown, (short) known, 16, AluOperation.SHR);
            case I2C -> narrow(step, entry, isKnown, (char) known, 16, AluOperation.USHR);
            default ->
                throw new LiftProblem("a conversion to or from long, float or double (" + opcode + ")" + ONLY_INT);
        }
    }

    private static void narrow(Step step, Entry entry, boolean isKnown, int known, int bits, AluOperation back) {
        if (isKnown) {
            step.pushInt(known);
            return;
        }
        Register high = step.fresh();
        Register to = step.fresh();
        step.emit(new Instruction.Alu(high, AluOperation.SHL, step.operand(entry), Operand.constant(bits)));
        step.emit(new Instruction.Alu(to, back, high, Operand.constant(bits)));
        step.push(new SomeInt(), to);
    }

    private static void check(Step step, TypeCheckInstruction check) {
        if (check.opcode() == Opcode.INSTANCEOF) {
            throw new LiftProblem("instanceof; give the objects an int or enum field, or a method to override");
        }
        Class<?> type = ClassFiles.resolve(check.type().asSymbol(), step.code().owner());
        Entry entry = step.pop();
        boolean narrows = entry.value() instanceof SomeObject some && !type.isAssignableFrom(some.type());
        step.push(new Entry(narrows ? new SomeObject(type) : entry.value(), entry.register()));
    }
}
