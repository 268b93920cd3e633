package overtake.litmus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import overtake.program.FenceKind;
import overtake.program.Ordering;
import overtake.program.RmwOperation;

/// What a primitive of the kernel does, with the meaning that tools/memory-model/linux-kernel.def gives it.
sealed interface Primitive {

    /// What stands at each place between the brackets.
    List<Argument> arguments();

    /// Whether the call has a value.
    default boolean returns() {
        return switch (this) {
            case Load _, TryLock _, IsLocked _, SectionBegin _ -> true;
            case Atomic atomic -> atomic.result() != Result.NONE;
            case Store _, Fence _, Lock _, Unlock _, SectionEnd _, ReadLock _, ReadUnlock _, Synchronize _ -> false;
        };
    }

    /// What an argument is.
    enum Argument {
        /// `*p`
        LVALUE("a dereference such as `*x`"),
        /// `p`
        POINTER("a pointer to a shared variable"),
        VALUE("a value"),
        COMPARE("a value"),
        LOCK("a spinlock_t"),
        DOMAIN("a struct srcu_struct"),
        TOKEN("what srcu_read_lock returned");

        private final String words;

        Argument(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /// What an atomic operation returns.
    enum Result {
        NONE,
        OLD,
        NEW,
        NEW_IS_ZERO,
        NEW_IS_NEGATIVE,
        OLD_IS_NOT_COMPARE
    }

    record Load(Ordering ordering, List<Argument> arguments) implements Primitive {}

    /// @param fullFence whether smp_mb follows (smp_store_mb)
    record Store(Ordering ordering, List<Argument> arguments, boolean fullFence) implements Primitive {}

    record Fence(FenceKind kind) implements Primitive {
        @Override
        public List<Argument> arguments() {
            return List.of();
        }
    }

    /// @param sign +1 or -1, by which the value is multiplied
    record Atomic(RmwOperation operation, Ordering ordering, List<Argument> arguments, int sign, Result result)
            implements Primitive {}

    record Lock() implements Primitive {
        @Override
        public List<Argument> arguments() {
            return List.of(Argument.LOCK);
        }
    }

    record Unlock() implements Primitive {
        @Override
        public List<Argument> arguments() {
            return List.of(Argument.LOCK);
        }
    }

    record TryLock() implements Primitive {
        @Override
        public List<Argument> arguments() {
            return List.of(Argument.LOCK);
        }
    }

    record IsLocked() implements Primitive {
        @Override
        public List<Argument> arguments() {
            return List.of(Argument.LOCK);
        }
    }

    /// rcu_read_lock.
    record ReadLock() implements Primitive {
        @Override
        public List<Argument> arguments() {
            return List.of();
        }
    }

    /// rcu_read_unlock.
    record ReadUnlock() implements Primitive {
        @Override
        public List<Argument> arguments() {
            return List.of();
        }
    }

    /// srcu_read_lock, srcu_down_read.
    record SectionBegin() implements Primitive {
        @Override
        public List<Argument> arguments() {
            return List.of(Argument.DOMAIN);
        }
    }

    /// srcu_read_unlock, srcu_up_read.
    record SectionEnd() implements Primitive {
        @Override
        public List<Argument> arguments() {
            return List.of(Argument.DOMAIN, Argument.TOKEN);
        }
    }

    /// Waits for the sections of the domain that is named, or of RCU if none is.
    record Synchronize(List<Argument> arguments) implements Primitive {}

    static Optional<Primitive> named(String name) {
        return Optional.ofNullable(Table.ALL.get(name));
    }

    /// The primitive whose name takes the fewest edits to reach, if they are few.
    static Optional<String> nearest(String name) {
        Optional<String> nearest = Optional.empty();
        int fewest = 1 + name.length() / 3;
        for (String candidate : Table.ALL.keySet()) {
            int edits = edits(name, candidate);
            if (edits < fewest) {
                fewest = edits;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /// Levenshtein's distance.
    private static int edits(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[b.length()];
    }

    /// All primitives by name.
    final class Table {
        private static final Map<String, Primitive> ALL = all();

        private Table() {}

        private static Map<String, Primitive> all() {
            Map<String, Primitive> all = new TreeMap<>();
            accesses(all);
            for (FenceKind kind : FenceKind.values()) {
                all.put(kind.kernelName(), new Fence(kind));
            }
            locks(all);
            for (Map.Entry<String, Ordering> suffix : suffixes()) {
                atomics(all, suffix.getKey(), suffix.getValue());
            }
            voids(all);
            return all;
        }

        private static List<Map.Entry<String, Ordering>> suffixes() {
            return List.of(
                    Map.entry("", Ordering.FULL),
                    Map.entry("_relaxed", Ordering.ONCE),
                    Map.entry("_acquire", Ordering.ACQUIRE),
                    Map.entry("_release", Ordering.RELEASE));
        }

        private static void accesses(Map<String, Primitive> all) {
            List<Argument> lvalue = List.of(Argument.LVALUE);
            List<Argument> pointer = List.of(Argument.POINTER);
            List<Argument> toLvalue = List.of(Argument.LVALUE, Argument.VALUE);
            List<Argument> toPointer = List.of(Argument.POINTER, Argument.VALUE);
            all.put("READ_ONCE", new Load(Ordering.ONCE, lvalue));
            all.put("rcu_dereference", new Load(Ordering.ONCE, lvalue));
            all.put("smp_load_acquire", new Load(Ordering.ACQUIRE, pointer));
            all.put("atomic_read", new Load(Ordering.ONCE, pointer));
            all.put("atomic_read_acquire", new Load(Ordering.ACQUIRE, pointer));
            all.put("WRITE_ONCE", new Store(Ordering.ONCE, toLvalue, false));
            all.put("smp_store_mb", new Store(Ordering.ONCE, toLvalue, true));
            all.put("rcu_assign_pointer", new Store(Ordering.RELEASE, toLvalue, false));
            all.put("smp_store_release", new Store(Ordering.RELEASE, toPointer, false));
            all.put("atomic_set", new Store(Ordering.ONCE, toPointer, false));
            all.put("atomic_set_release", new Store(Ordering.RELEASE, toPointer, false));
        }

        private static void locks(Map<String, Primitive> all) {
            all.put("spin_lock", new Lock());
            all.put("spin_unlock", new Unlock());
            all.put("spin_trylock", new TryLock());
            all.put("spin_is_locked", new IsLocked());
            all.put("rcu_read_lock", new ReadLock());
            all.put("rcu_read_unlock", new ReadUnlock());
            all.put("srcu_read_lock", new SectionBegin());
            all.put("srcu_down_read", new SectionBegin());
            all.put("srcu_read_unlock", new SectionEnd());
            all.put("srcu_up_read", new SectionEnd());
            for (String speed : List.of("", "_expedited")) {
                all.put("synchronize_rcu" + speed, new Synchronize(List.of()));
                all.put("synchronize_srcu" + speed, new Synchronize(List.of(Argument.DOMAIN)));
            }
        }

        /// The forms that return a value, with one suffix.
        private static void atomics(Map<String, Primitive> all, String suffix, Ordering ordering) {
            List<Argument> exchange = List.of(Argument.POINTER, Argument.VALUE);
            List<Argument> compare = List.of(Argument.POINTER, Argument.COMPARE, Argument.VALUE);
            for (String prefix : List.of("", "atomic_")) {
                all.put(prefix + "xchg" + suffix, atomic(RmwOperation.EXCHANGE, ordering, exchange, Result.OLD));
                all.put(
                        prefix + "cmpxchg" + suffix,
                        atomic(RmwOperation.COMPARE_EXCHANGE, ordering, compare, Result.OLD));
            }
            for (Arithmetic form : Arithmetic.ALL) {
                all.put("atomic_fetch_" + form.name() + suffix, form.atomic(ordering, Result.OLD));
                if (form.operation() == RmwOperation.ADD) {
                    all.put("atomic_" + form.name() + "_return" + suffix, form.atomic(ordering, Result.NEW));
                }
            }
            Arithmetic add = Arithmetic.ALL.getFirst();
            all.put("atomic_add_negative" + suffix, add.atomic(ordering, Result.NEW_IS_NEGATIVE));
        }

        /// The forms without a value, and those without suffixes.
        private static void voids(Map<String, Primitive> all) {
            for (Arithmetic form : Arithmetic.ALL) {
                all.put("atomic_" + form.name(), form.atomic(Ordering.ONCE, Result.NONE));
                if (form.operation() == RmwOperation.ADD && !form.name().equals("add")) {
                    all.put("atomic_" + form.name() + "_and_test", form.atomic(Ordering.FULL, Result.NEW_IS_ZERO));
                }
            }
            List<Argument> unless = List.of(Argument.POINTER, Argument.VALUE, Argument.COMPARE);
            all.put(
                    "atomic_add_unless",
                    atomic(RmwOperation.ADD_UNLESS, Ordering.FULL, unless, Result.OLD_IS_NOT_COMPARE));
            all.put("atomic_fetch_add_unless", atomic(RmwOperation.ADD_UNLESS, Ordering.FULL, unless, Result.OLD));
        }

        private static Atomic atomic(RmwOperation operation, Ordering ordering, List<Argument> arguments,
                Result result) {
            return new Atomic(operation, ordering, arguments, 1, result);
        }
    }

    /// An arithmetic operation with its spelling.
    ///
    /// @param unit whether the value is not an argument but one
    record Arithmetic(String name, RmwOperation operation, int sign, boolean unit) {
        private static final List<Arithmetic> ALL = List.of(
                new Arithmetic("add", RmwOperation.ADD, 1, false),
                new Arithmetic("sub", RmwOperation.ADD, -1, false),
                new Arithmetic("inc", RmwOperation.ADD, 1, true),
                new Arithmetic("dec", RmwOperation.ADD, -1, true),
                new Arithmetic("and", RmwOperation.AND, 1, false),
                new Arithmetic("or", RmwOperation.OR, 1, false),
                new Arithmetic("xor", RmwOperation.XOR, 1, false),
                new Arithmetic("andnot", RmwOperation.AND_NOT, 1, false));

        private Atomic atomic(Ordering ordering, Result result) {
            List<Argument> arguments =
                    unit ? List.of(Argument.POINTER) : List.of(Argument.VALUE, Argument.POINTER);
            return new Atomic(operation, ordering, arguments, sign, result);
        }
    }
}
