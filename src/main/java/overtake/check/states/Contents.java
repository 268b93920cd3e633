package overtake.check.states;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import overtake.machine.Parts;

/// What each part of a state was seen to hold, numbered: so a state is a few small numbers. Numbers are given in the order in which JVM threads meet contents, so
/// they mean nothing outside one search. There is a bound; what comes when it is met gets no number. Any number of JVM threads may use it.
public final class Contents {
    /// Number of what did not fit.
    public static final int NONE = -1;

    /// All contents together have at most that many ints, unless somebody wants fewer.
    public static final int MOST_INTS = 1 << 25;

    private static final int LEAST = 16;
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private final Parts parts;
    private final Known[] known;
    private final int mostInts;
    private int ints;

    /// What one part was seen to hold.
    private static final class Known {
        private final int size;
        /// Read by everybody, for numbers that they have heard of; written by whoever has the lock.
        private final AtomicReference<int[]> ints;

        /// By hash, one more than the number; 0 where there is none.
        private int[] slots = new int[2 * LEAST];

        private int count;

        Known(int size) {
            this.size = size;
            ints = new AtomicReference<>(new int[LEAST * size]);
        }

        private int slot(int[] state, int from) {
            long hash = 0;
            for (int i = 0; i < size; i++) {
                hash = (hash ^ state[from + i]) * GAMMA;
                hash ^= hash >>> 29;
            }
            return (int) (hash >>> 16) & slots.length - 1;
        }

        private boolean equal(int number, int[] state, int from) {
            return Arrays.equals(ints.get(), number * size, (number + 1) * size, state, from, from + size);
        }

        /// The number of what stands in the state, or [#NONE].
        int find(int[] state, int from) {
            int slot = slot(state, from);
            for (; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
                if (equal(slots[slot] - 1, state, from)) {
                    return slots[slot] - 1;
                }
            }
            return NONE;
        }

        int add(int[] state, int from) {
            if (2 * (count + 1) > slots.length) {
                slots = new int[2 * slots.length];
                for (int number = 0; number < count; number++) {
                    put(number, slot(ints.get(), number * size));
                }
            }
            int[] all = ints.get();
            if ((count + 1) * size > all.length) {
                all = Arrays.copyOf(all, 2 * all.length);
                ints.set(all);
            }
            System.arraycopy(state, from, all, count * size, size);
            put(count, slot(state, from));
            return count++;
        }

        private void put(int number, int start) {
            int slot = start;
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = number + 1;
        }
    }

    /// @param mostInts how many ints all contents together may have
    public Contents(Parts parts, int mostInts) {
        this.parts = parts;
        this.mostInts = mostInts;
        known = new Known[parts.count()];
        for (int part = 0; part < known.length; part++) {
            known[part] = new Known(parts.to(part) - parts.from(part));
        }
        int[] none = new int[parts.to(0)];
        number(0, none);
    }

    /// Whether the numbers from a place on are those of a state that records a violation.
    public static boolean faulty(int[] numbers, int at) {
        return numbers[at] != 0;
    }

    /// How many parts a state has.
    public int parts() {
        return known.length;
    }

    /// The number of what a part of a state holds, or [#NONE] if it is new and there is no room.
    public synchronized int number(int part, int[] state) {
        int from = parts.from(part);
        int number = known[part].find(state, from);
        if (number != NONE || ints + known[part].size > mostInts) {
            return number;
        }
        ints += known[part].size;
        return known[part].add(state, from);
    }

    /// Writes the numbers of all parts of a state.
    ///
    /// @return false if there was no room for something new
    public boolean numbers(int[] state, int[] into) {
        for (int part = 0; part < known.length; part++) {
            into[part] = number(part, state);
            if (into[part] == NONE) {
                return false;
            }
        }
        return true;
    }

    /// Writes out a state from the numbers that stand in an array from a place on.
    public void state(int[] numbers, int at, int[] into) {
        for (int part = 0; part < known.length; part++) {
            Known of = known[part];
            int[] ints = of.ints.get();
            int from = parts.from(part);
            if (of.size == 1) {
                into[from] = ints[numbers[at + part]];
            } else {
                System.arraycopy(ints, numbers[at + part] * of.size, into, from, of.size);
            }
        }
    }
}
