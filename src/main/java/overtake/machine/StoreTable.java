package overtake.machine;

import static overtake.machine.Layout.BASE;
import static overtake.machine.Layout.CARRIES;
import static overtake.machine.Layout.CELL;
import static overtake.machine.Layout.HANDS;
import static overtake.machine.Layout.INFO;
import static overtake.machine.Layout.KNOWN;
import static overtake.machine.Layout.OLDER_THAN_BASE;
import static overtake.machine.Layout.STORES;
import static overtake.machine.Layout.TAKEN;
import static overtake.machine.Layout.VALUE;

/// The live stores, sorted by cell and coherence order, so that their numbers are the same in states that cannot be told apart. A store
/// that every agent knows together with what it carries becomes the base of its cell, and all go that are coherence-older: nobody can
/// read or go behind those any more, and knowing it is nothing particular.
final class StoreTable {
    /// Hears that stores have become the base of their cell.
    interface Rebased {
        Rebased NOBODY = (cell, first, last) -> {};

        void rebased(int cell, int first, int last);
    }

    private final Layout layout;

    StoreTable(Layout layout) {
        this.layout = layout;
    }

    boolean full(int[] s) {
        return s[STORES] == layout.storeCapacity;
    }

    /// Number of the first store of the cell, or where it would be.
    int first(int[] s, int cell) {
        int n = s[STORES];
        int i = 0;
        for (int at = layout.stores; i < n && s[at + CELL] < cell; at += layout.storeSize) {
            i++;
        }
        return i;
    }

    /// One more than the last store of the cell.
    int end(int[] s, int cell, int first) {
        int n = s[STORES];
        int i = first;
        while (i < n && s[layout.store(i) + CELL] == cell) {
            i++;
        }
        return i;
    }

    /// The value of a store, or of the base if the number is [Layout#BASE].
    int value(int[] s, int cell, int number) {
        return number == BASE ? s[layout.base(cell)] : s[layout.store(number) + VALUE];
    }

    /// The value that is last in coherence order.
    int latest(int[] s, int cell) {
        return value(s, cell, last(s, cell));
    }

    /// Number of the store of the cell that is last in coherence order, or [Layout#BASE].
    int last(int[] s, int cell) {
        int first = first(s, cell);
        int end = end(s, cell, first);
        return end == first ? BASE : end - 1;
    }

    /// Number of the last store of the cell that is coherence-before all of these and has a value, or [Layout#BASE].
    int lastBefore(int[] s, int cell, long these) {
        int first = first(s, cell);
        int end = end(s, cell, first);
        int last = BASE;
        for (int i = first; i < end && (these >>> i & 1) == 0; i++) {
            last = (s[layout.store(i) + INFO] & Layout.PENDING) == 0 ? i : last;
        }
        return last;
    }

    /// The word of a lock as it is last in coherence order. Who has read it to take the lock holds it, although the new word is not
    /// written yet.
    int lockWord(int[] s, int lock) {
        int cell = layout.cells + lock;
        int last = last(s, cell);
        return taken(s, cell, last) ? s[layout.promised + lock] : value(s, cell, last);
    }

    /// Whether an atomic will write right behind this store.
    boolean taken(int[] s, int cell, int number) {
        return number == BASE
                ? (s[layout.takenBases + (cell >> 5)] >>> (cell & 31) & 1) != 0
                : (s[layout.store(number) + INFO] & TAKEN) != 0;
    }

    void take(int[] s, int cell, int number) {
        if (number == BASE) {
            s[layout.takenBases + (cell >> 5)] |= 1 << (cell & 31);
        } else {
            s[layout.store(number) + INFO] |= TAKEN;
        }
    }

    /// The store with what it carries, as a mask; nothing for the base.
    long with(int[] s, int number) {
        return number < 0 ? 0 : 1L << number | Layout.pair(s, layout.store(number) + CARRIES);
    }

    /// Makes room for a store; its fields are the caller's to fill, but for the cell.
    void insert(int[] s, int number, int cell) {
        int at = layout.store(number);
        int end = layout.store(s[STORES]);
        System.arraycopy(s, at, s, at + layout.storeSize, end - at);
        java.util.Arrays.fill(s, at, at + layout.storeSize, 0);
        s[at + CELL] = cell;
        s[STORES]++;
        renumber(s, number, 1);
    }

    /// Shifts all masks and sources: a store was put in at a number, or was taken out.
    private void renumber(int[] s, int number, int by) {
        for (int a = 0; a < layout.agents; a++) {
            int mask = layout.mask(a, 0);
            for (int m = 0; m < layout.masks[a]; m++) {
                shift(s, mask + 2 * m, number, by);
            }
            int entry = layout.window[a];
            for (int k = s[layout.agent[a] + Layout.COUNT]; k > 0; k--) {
                shift(s, entry + Layout.SAW, number, by);
                if (s[entry + Layout.SOURCE] >= number) {
                    s[entry + Layout.SOURCE] += by;
                }
                entry += Layout.ENTRY;
            }
        }
        for (int d = 0; d < layout.domain.length; d++) {
            shift(s, layout.ended(d), number, by);
        }
        for (int i = 0; i < s[STORES]; i++) {
            int at = layout.store(i);
            shift(s, at + CARRIES, number, by);
            if (layout.storeSize > HANDS) {
                shift(s, at + HANDS, number, by);
                shift(s, at + Layout.HANDS_SEEN, number, by);
            }
        }
    }

    private static void shift(int[] s, int at, int number, int by) {
        if ((s[at] | s[at + 1]) == 0) {
            return;
        }
        long mask = Layout.pair(s, at);
        long low = mask & (1L << number) - 1;
        long high = mask & -1L << number;
        Layout.pair(s, at, by > 0 ? low | high << 1 : low | (high & ~(1L << number)) >>> 1);
    }

    /// Turns stores that everybody knows into bases. Agents that have ended need to know nothing. What an agent has performed ahead of a ghost question stays.
    ///
    /// @param heard is told what becomes of which stores
    void collect(int[] s, Rebased heard) {
        if (s[STORES] == 0) {
            return;
        }
        long known = -1L;
        long ahead = ahead(s);
        for (int a = 0; a < layout.agents; a++) {
            if (s[layout.agent[a] + Layout.STATUS] != CpuCore.DONE) {
                known &= Layout.pair(s, layout.mask(a, KNOWN));
            }
        }
        for (int i = s[STORES] - 1; i >= 0; i--) {
            long carries = Layout.pair(s, layout.store(i) + CARRIES);
            if ((known >>> i & 1) != 0 && (carries & ~known) == 0) { // a plain load learns of a store alone
                int cell = s[layout.store(i) + CELL];
                int first = first(s, cell);
                if (pending(s, first, i) || (ahead & range(first, i)) != 0) {
                    continue;
                }
                rebase(s, cell, first, i);
                heard.rebased(cell, first, i);
                i = first;
            }
        }
    }

    /// Forgets the stores of a lock that are not the last two: to take a lock is to write right behind what was read, so nobody can take them any
    /// more. The last but one stays for the case that the last one is undone, and all while one of them is ahead of a ghost question. Only for locks that nobody looks at or tries
    /// to take, which may read what is outdated.
    ///
    /// @return whether there were any
    boolean outdate(int[] s, int lock) {
        int cell = layout.cells + lock;
        int first = first(s, cell);
        int end = end(s, cell, first);
        boolean any = end - first > 2 && !layout.watched[lock] && (ahead(s) & range(first, end - 1)) == 0;
        if (any) {
            rebase(s, cell, first, end - 3);
        }
        return any;
    }

    /// The stores that agents have performed ahead of a ghost question.
    private long ahead(int[] s) {
        long ahead = 0;
        for (int a = 0; a < layout.agents; a++) {
            ahead |= Layout.pair(s, layout.mask(a, Layout.AHEAD));
        }
        return ahead;
    }

    private static long range(int first, int last) {
        return -1L << first & -1L >>> Long.SIZE - 1 - last;
    }

    /// Whether one of these stores has no value yet.
    private boolean pending(int[] s, int first, int last) {
        for (int i = first; i <= last; i++) {
            if ((s[layout.store(i) + INFO] & Layout.PENDING) != 0) {
                return true;
            }
        }
        return false;
    }

    void rebase(int[] s, int cell, int first, int last) {
        int at = layout.store(last);
        s[layout.base(cell)] = s[at + VALUE];
        int word = layout.takenBases + (cell >> 5);
        boolean taken = (s[at + INFO] & TAKEN) != 0;
        s[word] = s[word] & ~(1 << (cell & 31)) | (taken ? 1 << (cell & 31) : 0);
        for (int a = 0; a < layout.agents; a++) {
            int entry = layout.window[a];
            for (int k = s[layout.agent[a] + Layout.COUNT]; k > 0; k--) {
                int source = s[entry + Layout.SOURCE];
                if (source >= first && source <= last) {
                    s[entry + Layout.SOURCE] = source == last ? BASE : OLDER_THAN_BASE;
                } else if (source == BASE && cellOf(s, entry) == cell) {
                    s[entry + Layout.SOURCE] = OLDER_THAN_BASE;
                }
                entry += Layout.ENTRY;
            }
        }
        for (int i = last; i >= first; i--) {
            remove(s, i);
        }
    }

    /// The cell of an entry that is an access, or with a lock's number after the cells'.
    int cellOf(int[] s, int entry) {
        return s[entry + Layout.A] + ((s[entry + Layout.KIND] & MicroCode.LOCK) != 0 ? layout.cells : 0);
    }

    /// No atomic will write right behind this store any more.
    void release(int[] s, int cell, int number) {
        if (number == BASE) {
            s[layout.takenBases + (cell >> 5)] &= ~(1 << (cell & 31));
        } else if (number >= 0) {
            s[layout.store(number) + INFO] &= ~TAKEN;
        }
    }

    void remove(int[] s, int number) {
        int at = layout.store(number);
        int end = layout.store(s[STORES]);
        System.arraycopy(s, at + layout.storeSize, s, at, end - at - layout.storeSize);
        java.util.Arrays.fill(s, end - layout.storeSize, end, 0);
        s[STORES]--;
        renumber(s, number, -1);
    }

    /// Forgets all stores of a cell: its object has been allocated anew.
    void forget(int[] s, int cell) {
        int first = first(s, cell);
        int end = end(s, cell, first);
        if (end > first) {
            int value = s[layout.base(cell)];
            rebase(s, cell, first, end - 1);
            s[layout.base(cell)] = value;
        }
        s[layout.takenBases + (cell >> 5)] &= ~(1 << (cell & 31));
    }
}
