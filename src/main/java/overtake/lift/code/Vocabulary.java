package overtake.lift.code;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import overtake.lift.code.Meaning.Amount;
import overtake.lift.code.Meaning.Domain;
import overtake.lift.code.Meaning.Interrupts;
import overtake.lift.code.Meaning.Result;
import overtake.lift.code.Meaning.Section;
import overtake.program.CheckKind;
import overtake.program.FenceKind;
import overtake.program.LockMode;
import overtake.program.Ordering;
import overtake.program.RmwOperation;
import overtake.program.line.LineOperation;
import overtake.program.line.LineQuestion;

/// The meaning of each method of [overtake.kernel.Kernel], by name.
public final class Vocabulary {
    private static final Pattern ATOMIC =
            Pattern.compile(
                    "atomic_(fetch_)?(inc|dec|add|sub|andnot|and|or|xor)(_return)?(_relaxed|_acquire|_release)?");
    private static final Pattern EXCHANGE = Pattern.compile("(cmp)?xchg(_relaxed|_acquire|_release)?");
    private static final Pattern LOCK = Pattern.compile(
            "(spin|mutex|read|write)_(lock|unlock|trylock)(_irq|_irqsave|_irqrestore)?|(down|up)_(read|write)(_trylock)?");

    private Vocabulary() {}

    public static Optional<Meaning> of(String name) {
        return Optional.<Meaning>empty()
                .or(() -> access(name))
                .or(() -> atomic(name))
                .or(() -> exchange(name))
                .or(() -> testingAtomic(name))
                .or(() -> FenceKind.ofKernelName(name).map(Meaning.Barrier::new))
                .or(() -> lock(name))
                .or(() -> readSide(name))
                .or(() -> line(name))
                .or(() -> rest(name));
    }

    private static Optional<Meaning> access(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "READ_ONCE", "rcu_dereference", "atomic_read", "refcount_read" ->
                        new Meaning.Read(Ordering.ONCE);
                    case "smp_load_acquire" -> new Meaning.Read(Ordering.ACQUIRE);
                    case "WRITE_ONCE", "atomic_set", "refcount_set" -> new Meaning.Write(Ordering.ONCE);
                    case "smp_store_release", "rcu_assign_pointer" -> new Meaning.Write(Ordering.RELEASE);
                    case "smp_store_mb" -> new Meaning.WriteThenFence();
                    case "test_bit" -> new Meaning.TestBit();
                    default -> null;
                });
    }

    /// The regular families: `atomic_add`, `atomic_fetch_add_acquire`, `atomic_add_return_relaxed`.
    private static Optional<Meaning> atomic(String name) {
        Matcher matcher = ATOMIC.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean fetches = matcher.group(1) != null;
        boolean returns = matcher.group(3) != null;
        boolean ordered = matcher.group(4) != null;
        if (fetches && returns || ordered && !fetches && !returns) {
            return Optional.empty();
        }
        String verb = matcher.group(2);
        RmwOperation operation =
                switch (verb) {
                    case "and" -> RmwOperation.AND;
                    case "or" -> RmwOperation.OR;
                    case "xor" -> RmwOperation.XOR;
                    case "andnot" -> RmwOperation.AND_NOT;
                    default -> RmwOperation.ADD;
                };
        Amount amount =
                switch (verb) {
                    case "inc" -> Amount.ONE;
                    case "dec" -> Amount.MINUS_ONE;
                    case "sub" -> Amount.NEGATED_ARGUMENT;
                    default -> Amount.ARGUMENT;
                };
        if (returns && operation != RmwOperation.ADD) {
            return Optional.empty();
        }
        int lvalue = verb.equals("inc") || verb.equals("dec") ? 0 : 1;
        Result result = fetches ? Result.OLD : returns ? Result.NEW : Result.NONE;
        Ordering ordering = result == Result.NONE ? Ordering.ONCE : ordering(matcher.group(4));
        return Optional.of(new Meaning.Atomic(operation, amount, result, ordering, lvalue));
    }

    private static Ordering ordering(@org.jspecify.annotations.Nullable String suffix) {
        return switch (suffix == null ? "" : suffix) {
            case "_relaxed" -> Ordering.ONCE;
            case "_acquire" -> Ordering.ACQUIRE;
            case "_release" -> Ordering.RELEASE;
            default -> Ordering.FULL;
        };
    }

    private static Optional<Meaning> exchange(String name) {
        Matcher matcher = EXCHANGE.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        RmwOperation operation =
                matcher.group(1) == null ? RmwOperation.EXCHANGE : RmwOperation.COMPARE_EXCHANGE;
        return Optional.of(
                new Meaning.Atomic(operation, Amount.ARGUMENT, Result.OLD, ordering(matcher.group(2)), 0));
    }

    private static Optional<Meaning> testingAtomic(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "atomic_inc_and_test" -> add(Amount.ONE, Result.NEW_IS_ZERO, Ordering.FULL, 0);
                    case "atomic_dec_and_test" -> add(Amount.MINUS_ONE, Result.NEW_IS_ZERO, Ordering.FULL, 0);
                    case "atomic_sub_and_test" -> add(Amount.NEGATED_ARGUMENT, Result.NEW_IS_ZERO, Ordering.FULL, 1);
                    case "atomic_add_negative" -> add(Amount.ARGUMENT, Result.NEW_IS_NEGATIVE, Ordering.FULL, 1);
                    case "atomic_add_unless" -> unless(Amount.ARGUMENT, Ordering.FULL);
                    case "atomic_inc_not_zero" -> unless(Amount.ONE, Ordering.FULL);
                    case "refcount_inc_not_zero" -> unless(Amount.ONE, Ordering.ONCE);
                    case "refcount_inc" -> add(Amount.ONE, Result.NONE_WARNING_AT_ZERO, Ordering.ONCE, 0);
                    case "refcount_dec_and_test" ->
                        add(Amount.MINUS_ONE, Result.NEW_IS_ZERO_WARNING_BELOW, Ordering.RELEASE, 0);
                    case "set_bit" -> bit(RmwOperation.OR, Result.NONE, Ordering.ONCE);
                    case "test_and_set_bit_lock" -> bit(RmwOperation.OR, Result.BIT_WAS_SET, Ordering.ACQUIRE);
                    case "clear_bit_unlock" -> bit(RmwOperation.AND_NOT, Result.NONE, Ordering.RELEASE);
                    case "clear_bit" -> bit(RmwOperation.AND_NOT, Result.NONE, Ordering.ONCE);
                    case "test_and_set_bit" -> bit(RmwOperation.OR, Result.BIT_WAS_SET, Ordering.FULL);
                    case "test_and_clear_bit" -> bit(RmwOperation.AND_NOT, Result.BIT_WAS_SET, Ordering.FULL);
                    default -> null;
                });
    }

    private static Meaning add(Amount amount, Result result, Ordering ordering, int lvalue) {
        return new Meaning.Atomic(RmwOperation.ADD, amount, result, ordering, lvalue);
    }

    private static Meaning unless(Amount amount, Ordering ordering) {
        return new Meaning.Atomic(RmwOperation.ADD_UNLESS, amount, Result.WROTE, ordering, 0);
    }

    private static Meaning bit(RmwOperation operation, Result result, Ordering ordering) {
        return new Meaning.Atomic(operation, Amount.BIT, result, ordering, 1);
    }

    private static Optional<Meaning> lock(String name) {
        Matcher matcher = LOCK.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String kind = matcher.group(1) == null ? matcher.group(5) : matcher.group(1);
        LockMode mode =
                switch (kind) {
                    case "read" -> LockMode.READ;
                    case "write" -> LockMode.WRITE;
                    default -> LockMode.EXCLUSIVE;
                };
        Interrupts interrupts = matcher.group(3) == null ? Interrupts.KEPT : Interrupts.SWITCHED;
        boolean tries = "trylock".equals(matcher.group(2)) || matcher.group(6) != null;
        boolean releases = "unlock".equals(matcher.group(2)) || "up".equals(matcher.group(4));
        if (tries && (releases || interrupts == Interrupts.SWITCHED)) {
            return Optional.empty();
        }
        return Optional.of(
                tries
                        ? new Meaning.TryTake(mode)
                        : releases ? new Meaning.Release(mode, interrupts) : new Meaning.Take(mode, interrupts));
    }

    private static Optional<Meaning> readSide(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "rcu_read_lock" -> new Meaning.ReadSide(Section.BEGIN, Domain.RCU);
                    case "rcu_read_unlock" -> new Meaning.ReadSide(Section.END, Domain.RCU);
                    case "synchronize_rcu" -> new Meaning.ReadSide(Section.WAIT, Domain.RCU);
                    case "srcu_read_lock" -> new Meaning.ReadSide(Section.BEGIN, Domain.SRCU);
                    case "srcu_read_unlock" -> new Meaning.ReadSide(Section.END, Domain.SRCU);
                    case "synchronize_srcu", "synchronize_srcu_expedited" ->
                        new Meaning.ReadSide(Section.WAIT, Domain.SRCU);
                    default -> null;
                });
    }

    private static Optional<Meaning> line(String name) {
        return Stream.<Meaning>concat(
                Stream.of(LineOperation.values()).filter(it -> it.spelling().equals(name)).map(Meaning.Line::new),
                Stream.of(LineQuestion.values()).filter(it -> it.spelling().equals(name)).map(Meaning.AskLine::new))
                .findFirst();
    }

    private static Optional<Meaning> rest(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "lockdep_assert_held" -> new Meaning.Held(Optional.empty());
                    case "lockdep_assert_held_read" -> new Meaning.Held(Optional.of(LockMode.READ));
                    case "lockdep_assert_held_write" -> new Meaning.Held(Optional.of(LockMode.WRITE));
                    case "ghost_held" -> new Meaning.AskHeld(Optional.empty());
                    case "ghost_held_write" -> new Meaning.AskHeld(Optional.of(LockMode.WRITE));
                    case "pick_next_task" -> new Meaning.Take(LockMode.EXCLUSIVE, Interrupts.KEPT);
                    case "ttwu_queue" -> new Meaning.Release(LockMode.EXCLUSIVE, Interrupts.KEPT);
                    case "local_irq_disable" -> new Meaning.Interrupt(1);
                    case "local_irq_enable" -> new Meaning.Interrupt(-1);
                    case "cond_resched", "cpu_relax" -> new Meaning.Pause();
                    case "WARN_ON", "WARN_ON_ONCE" -> new Meaning.Forbid(CheckKind.WARN_ON, "WARN_ON");
                    case "BUG_ON", "KVM_BUG_ON" -> new Meaning.Forbid(CheckKind.BUG_ON, "BUG_ON");
                    case "ensure" -> new Meaning.Ensure();
                    case "ghost" -> new Meaning.Peek();
                    case "observe" -> new Meaning.Observation();
                    case "choose" -> new Meaning.Input();
                    default -> null;
                });
    }
}
