package overtake.machine;

import static overtake.machine.Layout.ASSUMED_FAILED;
import static overtake.machine.Layout.COUNT;
import static overtake.machine.Layout.KIND;
import static overtake.machine.Layout.KNOWN;
import static overtake.machine.Layout.MARKS;
import static overtake.machine.Layout.OWN;
import static overtake.machine.Layout.PLAIN_OWN;
import static overtake.machine.Layout.SAW;
import static overtake.machine.Layout.SEEN;
import static overtake.machine.Layout.SOURCE;
import static overtake.machine.Layout.WAITS;
import static overtake.machine.MicroCode.ACCESS;
import static overtake.machine.MicroCode.ACQUIRE;
import static overtake.machine.MicroCode.ATOMIC;
import static overtake.machine.MicroCode.CONDITIONAL;
import static overtake.machine.MicroCode.PLAIN;
import static overtake.machine.MicroCode.READ;
import static overtake.machine.MicroCode.RELEASE;
import static overtake.machine.MicroCode.WRITE;

/// What agents know of the stores, and how knowledge comes to others: with stores that carry it, by fences that spread it.
final class Views {
    private final Layout layout;
    private final Waits waits;
    private final Rules rules;
    private final Waits.Between between;
    private final Teller teller;
    private boolean tableFull;

    Views(Layout layout, Waits waits, Rules rules, Teller teller) {
        this.teller = teller;
        this.layout = layout;
        this.waits = waits;
        this.rules = rules;
        between = new Waits.Between(rules);
    }

    void tableFull() {
        tableFull = true;
    }

    boolean wasTableFull() {
        return tableFull;
    }

    long mask(int[] s, int agent, int mask) {
        return Layout.pair(s, layout.mask(agent, mask));
    }

    /// Makes stores known to all agents; the fence of `agent` with number `pc` does.
    void tellAll(int[] s, long mask, int agent, int pc) {
        if (mask != 0) {
            for (int a = 0; a < layout.agents; a++) {
                teller.learns(s, a, a == agent ? pc : -1, mask);
                Layout.join(s, layout.mask(a, KNOWN), mask);
            }
        }
    }

    /// What all accesses of an agent saw and wrote.
    long seen(int[] s, int agent) {
        long seen = mask(s, agent, SEEN) | mask(s, agent, PLAIN_OWN);
        int at = layout.window[agent];
        for (int k = s[layout.agent[agent] + COUNT]; k > 0; k--) {
            seen |= Layout.pair(s, at + SAW);
            at += Layout.ENTRY;
        }
        return seen;
    }

    /// What accesses before an entry that are not plain saw and wrote.
    long seenMarked(int[] s, Window w, int slot) {
        long seen = mask(s, w.agent, SEEN);
        for (int i = 0; i < slot; i++) {
            int at = w.entry(i);
            seen |= (s[at + KIND] & PLAIN) == 0 || !rules.on(Rule.PLAIN) ? Layout.pair(s, at + SAW) : 0;
        }
        return seen;
    }

    /// What accesses before an entry saw and wrote.
    long seenBefore(int[] s, Window w, int slot) {
        long seen = mask(s, w.agent, SEEN) | mask(s, w.agent, PLAIN_OWN);
        for (int i = 0; i < slot; i++) {
            seen |= Layout.pair(s, w.entry(i) + SAW);
        }
        return seen;
    }

    /// Live stores of the agent that it has performed although they come after an entry.
    long ownAfter(int[] s, Window w, int slot) {
        long own = 0;
        for (int i = slot + 1; i < s[w.base + COUNT]; i++) {
            int at = w.entry(i);
            boolean stored = (s[at + KIND] & WRITE) != 0 && Window.done(s, w.base, i) && s[at + SOURCE] >= 0;
            own |= stored ? 1L << s[at + SOURCE] : 0;
        }
        return own;
    }

    /// Notes the stores that the agent has performed ahead of a ghost question.
    void noteAhead(int[] s, Window w) {
        if (!w.micro.asks) {
            return;
        }
        long ahead = 0;
        for (int i = 0; i < s[w.base + COUNT] && ahead == 0; i++) {
            int op = w.code.op[s[w.entry(i) + Layout.WHAT] >> 1];
            ahead = op == Op.GHOST || op == Op.GHOST_HELD ? ownAfter(s, w, i) : 0;
        }
        Layout.pair(s, layout.mask(w.agent, Layout.AHEAD), ahead);
    }

    /// Stores of the agent before an entry, with what they carry.
    long ownBefore(int[] s, Window w, int slot) {
        long own = mask(s, w.agent, OWN);
        for (int i = 0; i < slot; i++) {
            int at = w.entry(i);
            own |= (s[at + KIND] & WRITE) != 0 ? Layout.pair(s, at + SAW) : 0;
        }
        return own;
    }

    /// What a store carries: whoever learns of it knows these too.
    long carried(int[] s, Window w, int slot) {
        int kind = s[w.entry(slot) + KIND];
        boolean locks = layout.storeSize > Layout.HANDS;
        long carried = mask(s, w.agent, Layout.FENCED) | (locks ? mask(s, w.agent, Layout.HANDED) : 0);
        if ((kind & RELEASE) != 0 && rules.on(Rule.RELEASE_CARRIES)) {
            return carried | seenBefore(s, w, slot);
        }
        boolean fence = false;
        boolean lock = false;
        boolean unlockLock = false;
        for (int i = slot - 1; i >= 0; i--) {
            int x = s[w.entry(i) + KIND];
            fence |= (x & MicroCode.WRITE_FENCE) != 0 && rules.on(Rule.WRITE_FENCE_CARRIES);
            if ((fence || unlockLock) && (x & WRITE) != 0) {
                carried |= Layout.pair(s, w.entry(i) + SAW);
            }
            unlockLock |= lock && (x & MicroCode.GIVE) != 0 && rules.on(Rule.UNLOCK_LOCK_CARRIES);
            lock |= (x & (MicroCode.TAKE | READ)) == (MicroCode.TAKE | READ);
        }
        if (fence || unlockLock) {
            carried |= mask(s, w.agent, OWN);
        } else if (lock && rules.on(Rule.UNLOCK_LOCK_CARRIES)) {
            carried |= mask(s, w.agent, Layout.OWN_AT_UNLOCK);
        }
        return carried;
    }

    /// What must be known to all before an access is performed: what accesses saw that a full fence without an event of its own separates
    /// from it.
    long spread(int[] s, Window w, int slot) {
        if (!w.micro.pseudoFences || (s[w.entry(slot) + KIND] & PLAIN) != 0) {
            return 0;
        }
        long spread = mask(s, w.agent, Layout.SPREAD);
        between.start(s[w.entry(slot) + KIND]);
        for (int i = slot - 1; i >= 0; i--) {
            int x = s[w.entry(i) + KIND];
            between.reach(x);
            boolean fenced = between.all || between.strong && (x & PLAIN) != 0;
            spread |= fenced && (x & ACCESS) != 0 ? Layout.pair(s, w.entry(i) + SAW) : 0;
            between.pass(x);
        }
        if (between.strong) {
            spread |= mask(s, w.agent, PLAIN_OWN);
        }
        if (between.all) {
            spread |= mask(s, w.agent, SEEN) | mask(s, w.agent, PLAIN_OWN);
        }
        if (between.atomic) {
            spread |= mask(s, w.agent, Layout.BEFORE);
        }
        if (between.afterAtomic) {
            spread |= mask(s, w.agent, Layout.AT_ATOMIC);
        }
        if (between.afterSpinlock) {
            spread |= mask(s, w.agent, Layout.AT_LOCK);
        }
        if (between.afterSection) {
            spread |= mask(s, w.agent, Layout.AT_END);
        }
        if (between.afterUnlockLock) {
            spread |= mask(s, w.agent, Layout.UNLOCKED);
        }
        if (between.lockBeforeFence) {
            spread |= mask(s, w.agent, Layout.SEEN_AT_UNLOCK);
        }
        return spread;
    }

    /// The operation in this and the next entry has failed, or is assumed to: it is a mere read that orders nothing.
    void fail(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        if (rules.on(Rule.FAILURE_IS_FREE)) {
            s[at + KIND] &= ~(ACQUIRE | RELEASE | MicroCode.FULL | MicroCode.TAKE);
        }
        s[at + MARKS] |= ASSUMED_FAILED;
        int second = w.entry(slot + 1);
        s[second + KIND] &=
                ~(ACCESS | RELEASE | MicroCode.FULL | MicroCode.TAKE | MicroCode.SPIN | ATOMIC | CONDITIONAL);
        s[second + MARKS] &= ~Layout.UNKNOWN;
        Window.setDone(s, w.base, slot + 1);
        long branches = 0;
        for (int i = 0; i < s[w.base + COUNT]; i++) {
            int entry = w.entry(i);
            branches |= (s[entry + KIND] & MicroCode.BRANCH) != 0 ? 1L << i : 0;
            if (i >= slot) {
                long before = Layout.pair(s, entry + WAITS) & branches;
                Layout.pair(s, entry + WAITS, before | waits.of(s, w, i, 0));
            }
        }
    }
}
