package overtake.machine;

import static overtake.machine.Layout.A;
import static overtake.machine.Layout.COUNT;
import static overtake.machine.Layout.DONE;
import static overtake.machine.Layout.ENTRY;
import static overtake.machine.Layout.FENCED;
import static overtake.machine.Layout.FLAGS;
import static overtake.machine.Layout.KIND;
import static overtake.machine.Layout.MARKS;
import static overtake.machine.Layout.OWN;
import static overtake.machine.Layout.REGIONS;
import static overtake.machine.Layout.RESULT;
import static overtake.machine.Layout.SAW;
import static overtake.machine.Layout.SEEN;
import static overtake.machine.Layout.SOURCE;
import static overtake.machine.Layout.SPREAD;
import static overtake.machine.Layout.UNKNOWN;
import static overtake.machine.Layout.WAITS;
import static overtake.machine.Layout.WHAT;
import static overtake.machine.MicroCode.ACCESS;
import static overtake.machine.MicroCode.ATOMIC;
import static overtake.machine.MicroCode.FULL;
import static overtake.machine.MicroCode.GIVE;
import static overtake.machine.MicroCode.HALVED;
import static overtake.machine.MicroCode.LAST;
import static overtake.machine.MicroCode.READ;
import static overtake.machine.MicroCode.TAKE;
import static overtake.machine.MicroCode.WRITE;

import overtake.program.LockMode;

/// What happens at the head of a window: entries that are done leave it in program order, registers and the agent's masks take what they
/// leave behind, and checks and observations take effect.
final class Retirement {
    /// No fault; else its ordinal.
    static final int FINE = -1;

    private static final int READ_MODE = LockMode.READ.ordinal();

    private final Layout layout;
    private final Rules rules;
    private final CpuFlags flags;
    private final Questions questions;
    /// For each instruction the registers that are live before it.
    private final long[] live;

    private final boolean[] covered;
    private final Teller teller;
    private final Request request = new Request();

    Retirement(
            Layout layout, Rules rules, CpuFlags flags, Questions questions, Teller teller, long[] live,
            boolean[] covered) {
        this.teller = teller;
        this.layout = layout;
        this.rules = rules;
        this.flags = flags;
        this.questions = questions;
        this.live = live;
        this.covered = covered;
    }

    /// Retires what it can. Returns the fault that stops it, or [#FINE].
    int retire(int[] s, Window w) {
        int gone = 0;
        int fault = FINE;
        while (fault == FINE && gone < s[w.base + COUNT]) {
            int at = w.entry(gone);
            int kind = s[at + KIND];
            int pc = s[at + WHAT] >> 1;
            if (!Window.done(s, w.base, gone)) {
                if ((s[at + MARKS] & Layout.BAD) != 0) {
                    fault = FaultKind.NULL_DEREFERENCE.ordinal();
                    break;
                }
                if ((kind & LAST) == 0 || (s[at + MARKS] & UNKNOWN) != 0) {
                    break;
                }
                fault = questions.answer(s, w, gone);
                if (fault != FINE) {
                    break;
                }
                Window.setDone(s, w.base, gone);
                if ((kind & MicroCode.QUERY) != 0) {
                    w.propagate(s);
                }
            } else if (!complete(s, w, gone, kind)) {
                break;
            }
            covered[pc] = true;
            fault = leave(s, w, at, kind);
            if (fault == FINE) {
                if ((s[at + WHAT] & 1) == 0 && w.code.to[pc] >= 0) {
                    s[layout.registers[w.agent] + w.code.to[pc]] = s[at + RESULT];
                }
                gone++;
            }
        }
        if (gone > 0) {
            teller.entry(EntryKind.RETIRED, w.agent, 0, gone);
            drop(s, w, gone);
            w.retired(s, gone);
        }
        return fault;
    }

    /// Whether an entry that is done may leave: the halves of an operation leave together, and not before it is certain that it has succeeded or failed.
    private static boolean complete(int[] s, Window w, int slot, int kind) {
        if ((kind & HALVED) == 0) {
            return (kind & WRITE) == 0 || (s[w.entry(slot) + MARKS] & UNKNOWN) == 0;
        }
        return Window.done(s, w.base, slot + 1) && (s[w.entry(slot) + MARKS] & UNKNOWN & ~2) == 0;
    }

    private void drop(int[] s, Window w, int gone) {
        int left = s[w.base + COUNT] - gone;
        System.arraycopy(s, w.entry(gone), s, w.entries, ENTRY * left);
        java.util.Arrays.fill(s, w.entry(left), w.entry(left + gone), 0);
        s[w.base + COUNT] = left;
        shift(s, w.base + DONE, gone);
        shift(s, w.base + REGIONS, gone);
        for (int at = w.entries; at < w.entry(left); at += ENTRY) {
            shift(s, at + WAITS, gone);
            if (s[at + SOURCE] <= Layout.FORWARDED) {
                s[at + SOURCE] += gone;
            }
            for (int unknown = s[at + MARKS] & UNKNOWN; unknown != 0; unknown &= unknown - 1) {
                s[at + A + Integer.numberOfTrailingZeros(unknown)] -= gone;
            }
            if ((s[at + KIND] & MicroCode.BRANCH) != 0) {
                shift(s, at + Layout.OUTER, gone);
            }
        }
        forgetDead(s, w, left);
    }

    private static void shift(int[] s, int at, int gone) {
        Layout.pair(s, at, Layout.pair(s, at) >>> gone);
    }

    private void forgetDead(int[] s, Window w, int left) {
        int pc = left > 0 ? s[w.entries + WHAT] >> 1 : s[w.base + Layout.FETCH];
        long dead = pc < 0 ? -1L : ~live[pc];
        int registers = layout.registers[w.agent];
        for (int r = 0; r < w.code.registers; r++) {
            if ((dead >>> r & 1) != 0) {
                s[registers + r] = 0;
            }
        }
    }

    /// What an entry leaves behind.
    private int leave(int[] s, Window w, int at, int kind) {
        if ((kind & ACCESS) != 0) {
            access(s, w, at, kind);
        } else if ((kind & MicroCode.FENCES) != 0) {
            fence(s, w, kind);
        } else if ((kind & MicroCode.STRONG) != 0) {
            add(s, w, SPREAD, Layout.PLAIN_OWN);
        }
        int what = s[at + WHAT];
        int whole = w.micro.kinds[what];
        boolean sections = (whole & (MicroCode.BEGIN | MicroCode.END)) != 0;
        if (sections) {
            s[layout.nesting(w.agent, s[at + A])] += (whole & MicroCode.BEGIN) != 0 ? 1 : -1;
            if ((whole & (MicroCode.END | MicroCode.SLEEPABLE)) == (MicroCode.END | MicroCode.SLEEPABLE)) {
                s[layout.nesting(w.agent, s[at + A])] = 0;
                set(s, w, Layout.AT_END, SEEN);
            }
        }
        boolean first = (what & 1) == 0;
        int op = w.code.op[what >> 1];
        if (sections || (whole & MicroCode.LOCK) != 0 && first && op != Op.IS_LOCKED || op == Op.SYNCHRONIZE) {
            return account(s, w, at, op);
        }
        return FINE;
    }

    private int account(int[] s, Window w, int at, int op) {
        int target = s[at + A];
        int mode = w.code.detail[s[at + WHAT] >> 1];
        request.op = op;
        request.target = target;
        boolean sleeps = op == Op.LOCK || op == Op.SYNCHRONIZE;
        if (sleeps && flags.sleepsInAtomic(s[w.base + FLAGS], request)) {
            return FaultKind.SLEEP_IN_ATOMIC.ordinal();
        }
        s[w.base + FLAGS] = flags.account(s[w.base + FLAGS], op, target, s[at + RESULT]);
        int held = layout.held[w.agent] + target;
        if (op == Op.SYNCHRONIZE || Op.toLock(op) && !flags.hasHolder(target)) {
            return FINE;
        }
        if (op == Op.LOCK || op == Op.TRYLOCK && s[at + RESULT] != 0) {
            s[held] = mode == READ_MODE ? s[held] + 1 : -1;
        } else if (op == Op.UNLOCK) {
            if (mode == READ_MODE ? s[held] <= 0 : s[held] >= 0) {
                return FaultKind.UNBALANCED_UNLOCK.ordinal();
            }
            s[held] = mode == READ_MODE ? s[held] - 1 : 0;
        }
        return FINE;
    }

    private void access(int[] s, Window w, int at, int kind) {
        long saw = Layout.pair(s, at + SAW);
        if ((kind & GIVE) != 0) {
            set(s, w, Layout.OWN_AT_UNLOCK, OWN);
            set(s, w, Layout.SEEN_AT_UNLOCK, SEEN);
        }
        boolean plain = (kind & MicroCode.PLAIN) != 0 && rules.on(Rule.PLAIN);
        Layout.join(s, layout.mask(w.agent, plain ? Layout.PLAIN_OWN : SEEN), saw);
        if ((kind & WRITE) != 0) {
            Layout.join(s, layout.mask(w.agent, OWN), saw);
        }
        if ((kind & (TAKE | READ)) == (TAKE | READ)) {
            if (rules.on(Rule.UNLOCK_LOCK_CARRIES)) {
                add(s, w, FENCED, Layout.OWN_AT_UNLOCK);
            }
            add(s, w, Layout.UNLOCKED, Layout.SEEN_AT_UNLOCK);
        }
        if ((kind & MicroCode.SPIN) != 0) {
            set(s, w, Layout.AT_LOCK, SEEN);
        }
        if ((kind & ATOMIC) != 0) {
            set(s, w, Layout.AT_ATOMIC, SEEN);
            add(s, w, SPREAD, Layout.BEFORE);
        }
        if ((kind & (FULL | WRITE)) == (FULL | WRITE) && rules.on(Rule.FULL_ATOMICS)) {
            add(s, w, SPREAD, SEEN);
        }
    }

    private void fence(int[] s, Window w, int kind) {
        if ((kind & MicroCode.WRITE_FENCE) != 0 && rules.on(Rule.WRITE_FENCE_CARRIES)) {
            add(s, w, FENCED, OWN);
        }
        if ((kind & MicroCode.BEFORE_ATOMIC) != 0 && rules.on(Rule.BEFORE_ATOMIC)) {
            set(s, w, Layout.BEFORE, SEEN);
        }
        if ((kind & MicroCode.AFTER_ATOMIC) != 0 && rules.on(Rule.AFTER_ATOMIC)) {
            add(s, w, SPREAD, Layout.AT_ATOMIC);
        }
        if ((kind & MicroCode.AFTER_SPINLOCK) != 0 && rules.on(Rule.AFTER_SPINLOCK)) {
            add(s, w, SPREAD, Layout.AT_LOCK);
        }
        if ((kind & MicroCode.AFTER_UNLOCK_LOCK) != 0 && rules.on(Rule.AFTER_UNLOCK_LOCK)) {
            add(s, w, SPREAD, Layout.UNLOCKED);
        }
        if ((kind & MicroCode.AFTER_SECTION) != 0 && rules.on(Rule.AFTER_SRCU_READ_UNLOCK)) {
            add(s, w, SPREAD, Layout.AT_END);
        }
    }

    private boolean matters(Window w, int mask) {
        return mask < layout.masks[w.agent];
    }

    private void set(int[] s, Window w, int mask, int from) {
        if (matters(w, mask)) {
            Layout.pair(s, layout.mask(w.agent, mask), 0);
            add(s, w, mask, from);
        }
    }

    private void add(int[] s, Window w, int mask, int from) {
        if (matters(w, mask)) {
            Layout.join(s, layout.mask(w.agent, mask), Layout.pair(s, layout.mask(w.agent, from)));
            if (from == SEEN) {
                Layout.join(s, layout.mask(w.agent, mask), Layout.pair(s, layout.mask(w.agent, Layout.PLAIN_OWN)));
            }
        }
    }
}
