package overtake.lift.code;

import java.util.Optional;
import java.util.OptionalInt;
import overtake.program.CheckKind;
import overtake.program.FenceKind;
import overtake.program.LockMode;
import overtake.program.Ordering;
import overtake.program.RmwOperation;
import overtake.program.line.LineOperation;
import overtake.program.line.LineQuestion;

/// What a method of [overtake.kernel.Kernel] stands for. [Vocabulary] gives each method its meaning.
public sealed interface Meaning {
    record Read(Ordering ordering) implements Meaning {}

    record Write(Ordering ordering) implements Meaning {}

    /// WRITE_ONCE and smp_mb.
    record WriteThenFence() implements Meaning {}

    /// @param position which parameter is the lvalue
    record Atomic(RmwOperation operation, Amount amount, Result result, Ordering ordering, int position)
            implements Meaning {}

    record TestBit() implements Meaning {}

    record Barrier(FenceKind kind) implements Meaning {}

    record Take(LockMode mode, Interrupts interrupts) implements Meaning {}

    record Release(LockMode mode, Interrupts interrupts) implements Meaning {}

    record TryTake(LockMode mode) implements Meaning {}

    /// lockdep_assert_held; any mode if empty.
    record Held(Optional<LockMode> mode) implements Meaning {}

    /// ghost_held; any mode if empty.
    record AskHeld(Optional<LockMode> mode) implements Meaning {}

    record ReadSide(Section section, Domain domain) implements Meaning {}

    record Interrupt(int delta) implements Meaning {}

    record Pause() implements Meaning {}

    record Forbid(CheckKind kind, String property) implements Meaning {}

    record Ensure() implements Meaning {}

    record Peek() implements Meaning {}

    record Observation() implements Meaning {}

    record Input() implements Meaning {}

    record Line(LineOperation operation) implements Meaning {}

    record AskLine(LineQuestion question) implements Meaning {}

    enum Interrupts {
        KEPT,
        SWITCHED
    }

    enum Section {
        BEGIN,
        END,
        WAIT
    }

    enum Domain {
        RCU,
        SRCU
    }

    /// Where the second operand of an atomic comes from.
    enum Amount {
        ONE,
        MINUS_ONE,
        ARGUMENT,
        NEGATED_ARGUMENT,
        /// `1 << argument`.
        BIT
    }

    /// What an atomic gives to its caller.
    enum Result {
        NONE,
        /// Nothing; a WARN if the old value was 0.
        NONE_WARNING_AT_ZERO,
        OLD,
        NEW,
        NEW_IS_ZERO,
        /// As NEW_IS_ZERO; a WARN if the old value was not positive.
        NEW_IS_ZERO_WARNING_BELOW,
        NEW_IS_NEGATIVE,
        /// Whether the conditional operation wrote.
        WROTE,
        BIT_WAS_SET
    }

    /// Which parameter is an lvalue, if any.
    default OptionalInt lvalue() {
        return switch (this) {
            case Read _, Write _, WriteThenFence _, Peek _ -> OptionalInt.of(0);
            case TestBit _ -> OptionalInt.of(1);
            case Atomic atomic -> OptionalInt.of(atomic.position());
            case Barrier _,
                    Take _,
                    Release _,
                    TryTake _,
                    Held _,
                    AskHeld _,
                    ReadSide _,
                    Interrupt _,
                    Pause _,
                    Forbid _,
                    Ensure _,
                    Observation _,
                    Input _,
                    Line _,
                    AskLine _ ->
                OptionalInt.empty();
        };
    }

    /// Which parameter is named in the operation's text, as `gpc.valid` in `READ_ONCE(gpc.valid)`.
    default OptionalInt shown() {
        return switch (this) {
            case Take _, Release _, TryTake _, Held _, AskHeld _, Ensure _, Observation _, Line _, AskLine _ ->
                OptionalInt.of(0);
            case ReadSide side -> side.domain() == Domain.SRCU ? OptionalInt.of(0) : OptionalInt.empty();
            case Read _,
                    Write _,
                    WriteThenFence _,
                    Peek _,
                    TestBit _,
                    Atomic _,
                    Barrier _,
                    Interrupt _,
                    Pause _,
                    Forbid _,
                    Input _ ->
                lvalue();
        };
    }
}
