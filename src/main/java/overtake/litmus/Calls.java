package overtake.litmus;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import overtake.program.AluOperation;
import overtake.program.Condition;
import overtake.program.FenceKind;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Operand.Register;
import overtake.program.Source;

/// Makes instructions of the calls of primitives.
final class Calls {
    private static final Operand ZERO = Operand.constant(0);

    private final Emitter emitter;

    Calls(Emitter emitter) {
        this.emitter = emitter;
    }

    /// A location operand with what it can be.
    record Place(Operand cell, List<Integer> candidates) {
        static final Place NOWHERE = new Place(ZERO, List.of());
    }

    /// What the arguments of one call came to.
    static final class Values {
        Place place = Place.NOWHERE;
        Operand value = Operand.constant(1);
        Operand compare = ZERO;
        Operand token = ZERO;
        /// Of the lock or the domain.
        Operand number = Operand.constant(Variables.RCU);
    }

    /// @param to where the value of the call goes
    /// @return the value of the call, or empty if the primitive returns nothing
    Optional<Operand> emit(Primitive primitive, Values values, Source source, Supplier<Register> to) {
        Optional<Register> result = primitive instanceof Primitive.Atomic || !primitive.returns()
                ? Optional.empty()
                : Optional.of(to.get());
        switch (primitive) {
            case Primitive.Atomic atomic -> {
                return atomic(atomic, values, source, to);
            }
            case Primitive.Load load ->
                emitter.emit(
                        new Instruction.Load(
                                result.orElseThrow(), values.place.cell(), load.ordering(), values.place.candidates()),
                        source);
            case Primitive.Store store -> store(store, values, source);
            case Primitive.Fence fence -> emitter.emit(new Instruction.Fence(fence.kind()), source);
            case Primitive.Synchronize _ -> emitter.emit(new Instruction.Synchronize(values.number), source);
            default -> emitter.emit(section(primitive, values, result), source);
        }
        return result.map(register -> register);
    }

    private void store(Primitive.Store store, Values values, Source source) {
        emitter.emit(
                new Instruction.Store(
                        values.place.cell(), values.value, store.ordering(), values.place.candidates()),
                source);
        if (store.fullFence()) {
            emitter.emit(new Instruction.Fence(FenceKind.SMP_MB), source);
        }
    }

    private static Instruction section(Primitive primitive, Values values, Optional<Register> result) {
        LockMode mode = LockMode.EXCLUSIVE;
        return switch (primitive) {
            case Primitive.Lock _ -> new Instruction.Lock(values.number, mode, List.of());
            case Primitive.Unlock _ -> new Instruction.Unlock(values.number, mode, List.of());
            case Primitive.TryLock _ -> new Instruction.TryLock(result.orElseThrow(), values.number, mode, List.of());
            case Primitive.IsLocked _ -> new Instruction.IsLocked(result.orElseThrow(), values.number, List.of());
            case Primitive.ReadLock _ -> new Instruction.ReadSideLock(values.number);
            case Primitive.ReadUnlock _ -> new Instruction.ReadSideUnlock(values.number);
            case Primitive.SectionBegin _ -> new Instruction.ReadSideLock(values.number, result);
            case Primitive.SectionEnd _ -> new Instruction.ReadSideUnlock(values.number, values.token);
            default -> throw new IllegalStateException("not a section: " + primitive);
        };
    }

    private Optional<Operand> atomic(
            Primitive.Atomic atomic, Values values, Source source, Supplier<Register> to) {
        Operand value = atomic.sign() < 0 ? negated(values.value, source) : values.value;
        Optional<Register> old = switch (atomic.result()) {
            case NONE -> Optional.empty();
            case OLD -> Optional.of(to.get());
            case NEW, NEW_IS_ZERO, NEW_IS_NEGATIVE, OLD_IS_NOT_COMPARE -> Optional.of(emitter.scratch());
        };
        emitter.emit(
                new Instruction.Rmw(
                        old,
                        values.place.cell(),
                        atomic.operation(),
                        value,
                        values.compare,
                        atomic.ordering(),
                        values.place.candidates()),
                source);
        return old.map(register -> result(atomic, register, value, values.compare, source, to));
    }

    private Operand negated(Operand value, Source source) {
        return switch (value) {
            case Constant constant -> Operand.constant(-constant.value());
            case Register register -> {
                Register negated = emitter.scratch();
                emitter.emit(new Instruction.Alu(negated, AluOperation.SUB, ZERO, register), source);
                yield negated;
            }
        };
    }

    private Operand result(
            Primitive.Atomic atomic,
            Register old,
            Operand value,
            Operand compare,
            Source source,
            Supplier<Register> to) {
        return switch (atomic.result()) {
            case NONE, OLD -> old;
            case NEW -> sum(to.get(), old, value, source);
            case NEW_IS_ZERO -> test(to, Condition.EQ, sum(emitter.scratch(), old, value, source), ZERO, source);
            case NEW_IS_NEGATIVE -> test(to, Condition.LT, sum(emitter.scratch(), old, value, source), ZERO, source);
            case OLD_IS_NOT_COMPARE -> test(to, Condition.NE, old, compare, source);
        };
    }

    private Register sum(Register to, Register old, Operand value, Source source) {
        emitter.emit(new Instruction.Alu(to, AluOperation.ADD, old, value), source);
        return to;
    }

    private Register test(Supplier<Register> to, Condition condition, Operand a, Operand b, Source source) {
        Register result = to.get();
        emitter.emit(new Instruction.SetCondition(result, condition, a, b), source);
        return result;
    }
}
