package overtake.lift;

import java.util.List;
import java.util.Optional;
import overtake.lift.AbstractValue.KnownInt;
import overtake.lift.AbstractValue.SomeInt;
import overtake.lift.Step.Entry;
import overtake.lift.code.Meaning.Amount;
import overtake.lift.code.Meaning.Atomic;
import overtake.lift.code.Meaning.Result;
import overtake.lift.model.Location;
import overtake.program.AluOperation;
import overtake.program.CheckKind;
import overtake.program.Condition;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Operand.Register;
import overtake.program.RmwOperation;

/// Read-modify-writes. The instruction gives the old value; what the kernel's function returns is computed from it.
final class Atomics {
    private static final Operand ZERO = Operand.constant(0);

    private Atomics() {}

    static void lift(Step step, Atomic atomic, Location location, List<Entry> arguments) {
        Operand amount = amount(step, atomic, arguments);
        Operand compare = compare(step, atomic, arguments);
        Optional<Register> to = atomic.result() == Result.NONE ? Optional.empty() : Optional.of(step.fresh());
        step.emit(new Instruction.Rmw(
                to, location.cell(), atomic.operation(), amount, compare, atomic.ordering(), location.candidates()));
        to.ifPresent(old -> result(step, atomic.result(), old, amount, compare, location));
    }

    private static Operand amount(Step step, Atomic atomic, List<Entry> arguments) {
        return switch (atomic.amount()) {
            case ONE -> Operand.constant(1);
            case MINUS_ONE -> Operand.constant(-1);
            case ARGUMENT -> step.operand(arguments.get(position(atomic)));
            case NEGATED_ARGUMENT -> negate(step, step.operand(arguments.get(position(atomic))));
            case BIT -> mask(step, arguments.getFirst());
        };
    }

    /// The value that is added or stored: before the lvalue in `atomic_add(value, lvalue)`, after it in `xchg(lvalue, value)`, last in
    /// `cmpxchg(lvalue, expected, value)`.
    private static int position(Atomic atomic) {
        boolean exchanges = atomic.operation() == RmwOperation.COMPARE_EXCHANGE;
        return exchanges ? 2 : 1 - atomic.position();
    }

    private static Operand compare(Step step, Atomic atomic, List<Entry> arguments) {
        return switch (atomic.operation()) {
            case COMPARE_EXCHANGE -> step.operand(arguments.get(1));
            case ADD_UNLESS -> atomic.amount() == Amount.ONE ? ZERO : step.operand(arguments.get(2));
            case EXCHANGE, ADD, AND, OR, XOR, AND_NOT -> ZERO;
        };
    }

    private static Operand negate(Step step, Operand value) {
        if (value instanceof Constant(int known)) {
            return Operand.constant(-known);
        }
        Register to = step.fresh();
        step.emit(new Instruction.Alu(to, AluOperation.SUB, ZERO, value));
        return to;
    }

    /// `1 << bit`.
    static Operand mask(Step step, Entry bit) {
        if (bit.value() instanceof KnownInt(int known)) {
            return Operand.constant(1 << known);
        }
        Register to = step.fresh();
        step.emit(new Instruction.Alu(to, AluOperation.SHL, Operand.constant(1), step.operand(bit)));
        return to;
    }

    private static void result(
            Step step, Result result, Register old, Operand amount, Operand compare, Location location) {
        switch (result) {
            case NONE -> {}
            case OLD -> step.push(FieldAccess.some(location.type()), old);
            case NEW -> step.push(new SomeInt(), sum(step, old, amount));
            case NEW_IS_ZERO -> pushCondition(step, Condition.EQ, old, negate(step, amount));
            case NEW_IS_NEGATIVE -> pushCondition(step, Condition.LT, sum(step, old, amount), ZERO);
            case WROTE -> pushCondition(step, Condition.NE, old, compare);
            case BIT_WAS_SET -> {
                Register masked = step.fresh();
                step.emit(new Instruction.Alu(masked, AluOperation.AND, old, amount));
                pushCondition(step, Condition.NE, masked, ZERO);
            }
            case NONE_WARNING_AT_ZERO -> warn(step, condition(step, Condition.EQ, old, ZERO), "addition on 0");
            case NEW_IS_ZERO_WARNING_BELOW -> {
                warn(step, condition(step, Condition.LE, old, ZERO), "underflow");
                pushCondition(step, Condition.EQ, old, negate(step, amount));
            }
        }
    }

    private static Register sum(Step step, Register old, Operand amount) {
        Register to = step.fresh();
        step.emit(new Instruction.Alu(to, AluOperation.ADD, old, amount));
        return to;
    }

    private static Register condition(Step step, Condition condition, Operand a, Operand b) {
        Register to = step.fresh();
        step.emit(new Instruction.SetCondition(to, condition, a, b));
        return to;
    }

    private static void pushCondition(Step step, Condition condition, Operand a, Operand b) {
        step.push(new SomeInt(), condition(step, condition, a, b));
    }

    /// As lib/refcount.c warns.
    private static void warn(Step step, Register broken, String what) {
        step.emit(new Instruction.Check(CheckKind.WARN_ON, broken, "refcount_t: " + what));
    }
}
