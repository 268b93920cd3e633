package overtake.machine;

import static overtake.machine.Layout.A;
import static overtake.machine.Layout.KIND;
import static overtake.machine.Layout.MARKS;
import static overtake.machine.Layout.WHAT;
import static overtake.machine.MicroCode.ACCESS;
import static overtake.machine.MicroCode.ACQUIRE;
import static overtake.machine.MicroCode.ATOMIC;
import static overtake.machine.MicroCode.BEGIN;
import static overtake.machine.MicroCode.END;
import static overtake.machine.MicroCode.FULL;
import static overtake.machine.MicroCode.GIVE;
import static overtake.machine.MicroCode.GRACE;
import static overtake.machine.MicroCode.PLAIN;
import static overtake.machine.MicroCode.POOL;
import static overtake.machine.MicroCode.QUERY;
import static overtake.machine.MicroCode.READ;
import static overtake.machine.MicroCode.RELEASE;
import static overtake.machine.MicroCode.SLEEPABLE;
import static overtake.machine.MicroCode.STRONG;
import static overtake.machine.MicroCode.TAKE;
import static overtake.machine.MicroCode.VOID;
import static overtake.machine.MicroCode.WRITE;

/// Which entry of a window must be done before which: preserved program order, but for what operands do.
final class Waits {
    private final Rules rules;
    private final Between between;

    Waits(Rules rules) {
        this.rules = rules;
        between = new Between(rules);
    }

    /// Whether nothing that comes after such an entry may be performed before it.
    ///
    /// @param plain whether there are plain accesses
    boolean blocks(int kind, boolean plain) {
        return (kind & ACQUIRE) != 0 && rules.on(Rule.ACQUIRE)
                || (kind & (FULL | WRITE)) == (FULL | WRITE) && rules.on(Rule.FULL_ATOMICS)
                || (kind & STRONG) != 0 && rules.on(Rule.FULL_FENCE) && (!plain || (kind & GRACE) != 0);
    }

    /// Whether an access of this kind waits for an earlier one of its cell.
    boolean sameCell(int kind) {
        return (kind & WRITE) != 0 && rules.on(Rule.SAME_CELL);
    }

    /// The entries before `slot` that it waits for, as a bit set.
    ///
    /// @param regions the guessed branches that decide about it
    long of(int[] s, Window w, int slot, long regions) {
        int y = s[w.entry(slot) + KIND];
        if ((y & MicroCode.EVENT) == 0) {
            return 0;
        }
        long mask = 0;
        between.start(y);
        for (int i = slot - 1; i >= 0; i--) {
            int x = s[w.entry(i) + KIND];
            between.reach(x);
            if (waits(s, w, x, y, i, slot)) {
                mask |= 1L << i;
            }
            between.pass(x);
        }
        boolean bound = (y & PLAIN) == 0 || !rules.on(Rule.PLAIN);
        if ((y & WRITE) != 0 && rules.on(Rule.CONTROL) && bound) {
            mask |= regions;
        }
        return mask;
    }

    /// Whether an instruction that is not in the window, but comes after everything in it, waits for an entry of it: by what both are,
    /// not by their cells.
    ///
    /// @param frees whether it frees
    boolean waitsForAny(int[] s, Window w, int y, Frees frees) {
        long pending = ~Layout.pair(s, w.base + Layout.DONE);
        between.start(y);
        for (int i = s[w.base + Layout.COUNT] - 1; i >= 0; i--) {
            int x = s[w.entry(i) + KIND];
            between.reach(x);
            if ((pending >>> i & 1) != 0 && ordered(x, y, frees)) {
                return true;
            }
            between.pass(x);
        }
        return false;
    }

    /// Whether an instruction frees an object.
    enum Frees {
        YES,
        NO
    }

    private boolean waits(int[] s, Window w, int x, int y, int i, int slot) {
        if (ordered(x, y, w.code.op[s[w.entry(slot) + WHAT] >> 1] == Op.FREE ? Frees.YES : Frees.NO)) {
            return true;
        }
        if ((x & ACCESS) != 0 && (y & ACCESS) != 0) {
            return sameCell(s, w, x, y, i, slot);
        }
        return (x & y & BEGIN) != 0 && (y & SLEEPABLE) == 0 && s[w.entry(i) + A] == s[w.entry(slot) + A];
    }

    private boolean ordered(int x, int y, Frees frees) {
        if ((x & ACCESS) != 0 && (y & ACCESS) != 0) {
            return accesses(x, y);
        }
        if ((y & RELEASE) != 0 || (y & (STRONG | GIVE | END)) != 0 || frees == Frees.YES) {
            if ((x & QUERY) != 0) {
                return true;
            }
        }
        if ((y & STRONG) != 0) {
            boolean before = (x & (ACCESS | STRONG | END)) != 0 && !passes(x, y);
            return before && rules.on(Rule.FULL_FENCE);
        }
        if ((x & STRONG) != 0) {
            boolean after = (y & (ACCESS | POOL)) != 0 && !passes(y, x)
                    || (y & BEGIN) != 0 && ((y & SLEEPABLE) != 0 || (x & GRACE) != 0);
            return after && rules.on(Rule.FULL_FENCE);
        }
        if ((y & POOL) != 0) {
            return (x & (POOL | MicroCode.BRANCH)) != 0 || (x & ACCESS) != 0 && frees == Frees.YES;
        }
        return sections(x, y);
    }

    /// Whether an access does not care about a fence, but for what accesses on its other side do.
    private boolean passes(int access, int fence) {
        return (access & PLAIN) != 0 && (fence & GRACE) == 0 && rules.on(Rule.PLAIN);
    }

    private boolean sections(int x, int y) {
        if ((y & END) != 0) {
            boolean inside = (x & ACCESS) != 0 && rules.on(Rule.SECTION_HOLDS);
            return inside || (x & BEGIN) != 0 || (x & END) != 0 && (x & y & SLEEPABLE) == 0;
        }
        if ((x & BEGIN) != 0 && (y & ACCESS) != 0) {
            return rules.on(Rule.SECTION_HOLDS);
        }
        if ((y & BEGIN) != 0) {
            if ((y & SLEEPABLE) == 0) {
                return false;
            }
            // srcu_read_lock is a read
            boolean read = (x & READ) != 0 && (x & VOID) == 0 && between.readFence;
            return (x & ACCESS) != 0 && ((x & ACQUIRE) != 0 && rules.on(Rule.ACQUIRE) || read || between.all);
        }
        // srcu_read_unlock is a write
        boolean end = (x & (END | SLEEPABLE)) == (END | SLEEPABLE);
        return end && ((y & RELEASE) != 0 || (y & WRITE) != 0 && between.writeFence || between.all);
    }

    private boolean accesses(int x, int y) {
        boolean plain = ((x | y) & PLAIN) != 0 && rules.on(Rule.PLAIN);
        boolean fences = !plain || (x & y & PLAIN) == 0;
        boolean reads = (x & y & READ) != 0 && (((x | y) & VOID) == 0 || !rules.on(Rule.VOID_ATOMICS));
        boolean fenced = between.readFence && reads || between.writeFence && (x & y & WRITE) != 0;
        return fences && (between.all || fenced || plain && between.strong)
                || between.unlockLock && !plain
                || (x & ACQUIRE) != 0 && rules.on(Rule.ACQUIRE)
                || (y & RELEASE) != 0 && rules.on(Rule.RELEASE);
    }

    private boolean sameCell(int[] s, Window w, int x, int y, int i, int slot) {
        int xs = w.entry(i);
        int ys = w.entry(slot);
        if (i == slot - 1 && (s[ys + WHAT] & 1) != 0) {
            return true; // the halves of one operation
        }
        boolean sameCell = ((s[xs + MARKS] | s[ys + MARKS]) & 1) == 0
                && s[xs + A] == s[ys + A]
                && ((x ^ y) & MicroCode.LOCK) == 0;
        return sameCell && sameCell(y);
    }

    /// What lies between a later entry y and the earlier ones, walking back from y. An instruction of the walk is first *reached*, then
    /// *passed*.
    static final class Between {
        boolean readFence;
        boolean writeFence;
        /// Whether a full fence that is no event of its own is between y and everything from here on.
        boolean all;
        /// Whether an unlock, and after it a lock, is between.
        boolean unlockLock;

        /// Whether smp_mb is.
        boolean strong;
        boolean atomic;
        boolean afterAtomic;
        boolean afterSpinlock;
        boolean afterSection;
        boolean afterUnlockLock;
        boolean lock;
        boolean lockBeforeFence;
        private final Rules rules;

        Between(Rules rules) {
            this.rules = rules;
        }

        void start(int y) {
            readFence = false;
            writeFence = false;
            unlockLock = false;
            afterAtomic = false;
            afterSpinlock = false;
            afterSection = false;
            afterUnlockLock = false;
            lock = false;
            lockBeforeFence = false;
            strong = false;
            atomic = (y & ATOMIC) != 0;
            all = (y & (FULL | READ)) == (FULL | READ) && rules.on(Rule.FULL_ATOMICS);
        }

        void reach(int x) {
            if ((x & MicroCode.FENCES) != 0) {
                fence(x);
            }
            all |= afterAtomic && (x & ATOMIC) != 0;
            all |= afterSpinlock && (x & MicroCode.SPIN) != 0;
            all |= afterSection && (x & (END | SLEEPABLE)) == (END | SLEEPABLE);
            all |= (x & (FULL | WRITE)) == (FULL | WRITE) && rules.on(Rule.FULL_ATOMICS);
        }

        private void fence(int x) {
            readFence |= (x & MicroCode.READ_FENCE) != 0 && rules.on(Rule.READ_FENCE);
            writeFence |= (x & MicroCode.WRITE_FENCE) != 0 && rules.on(Rule.WRITE_FENCE);
            all |= (x & MicroCode.BEFORE_ATOMIC) != 0 && atomic && rules.on(Rule.BEFORE_ATOMIC);
            afterAtomic |= (x & MicroCode.AFTER_ATOMIC) != 0 && rules.on(Rule.AFTER_ATOMIC);
            afterSpinlock |= (x & MicroCode.AFTER_SPINLOCK) != 0 && rules.on(Rule.AFTER_SPINLOCK);
            afterUnlockLock |= (x & MicroCode.AFTER_UNLOCK_LOCK) != 0 && rules.on(Rule.AFTER_UNLOCK_LOCK);
            afterSection |= (x & MicroCode.AFTER_SECTION) != 0 && rules.on(Rule.AFTER_SRCU_READ_UNLOCK);
        }

        void pass(int x) {
            atomic |= (x & ATOMIC) != 0;
            strong |= (x & STRONG) != 0 && rules.on(Rule.FULL_FENCE);
            all |= (x & (FULL | READ)) == (FULL | READ) && rules.on(Rule.FULL_ATOMICS);
            if ((x & (TAKE | READ)) == (TAKE | READ)) {
                lock = true;
                lockBeforeFence |= afterUnlockLock;
            }
            if ((x & GIVE) != 0) {
                unlockLock |= lock && rules.on(Rule.UNLOCK_LOCK);
                all |= lockBeforeFence;
            }
        }
    }
}
