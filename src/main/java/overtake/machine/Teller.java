package overtake.machine;

/// Tells a journal what happens in an out-of-order run.
final class Teller {
    /// Whether anybody listens.
    boolean on;

    private final Layout layout;
    private final StoreTable stores;
    private Journal journal = Journal.NONE;
    private int only = -1;

    Teller(Layout layout, StoreTable stores) {
        this.layout = layout;
        this.stores = stores;
    }

    /// From now on only what this agent learns is told: others tell for themselves.
    void only(int agent) {
        only = agent;
    }

    void journal(Journal to) {
        journal = to;
        on = to != Journal.NONE;
    }

    void tell(EventKind kind, int agent, int pc, int target, int value) {
        if (on) {
            journal.event(kind, agent, pc, target, value);
        }
    }

    void entry(EntryKind kind, int agent, int slot, int number) {
        if (on) {
            journal.entry(kind, agent, slot, number);
        }
    }

    /// Something in the window is about to be performed: tells what it overtakes.
    void overtakes(int[] s, Window w, int slot) {
        for (int i = 0; on && i < slot; i++) {
            int at = w.entry(i);
            boolean pending = (s[at + Layout.KIND] & MicroCode.EVENT) != 0 && !Window.done(s, w.base, i);
            int what = s[at + Layout.WHAT];
            boolean same = what >> 1 == s[w.entry(slot) + Layout.WHAT] >> 1;
            if (pending && !same && (what & 1) == 0) {
                journal.event(EventKind.OVERTAKE, w.agent, what >> 1, -1, 0);
            }
        }
    }

    /// Stores are about to become known to an agent.
    void learns(int[] s, int agent, int pc, long stores) {
        if (!on || only >= 0 && agent != only) {
            return;
        }
        long fresh = stores & ~Layout.pair(s, layout.mask(agent, Layout.KNOWN));
        for (; fresh != 0; fresh &= fresh - 1) {
            int number = Long.numberOfTrailingZeros(fresh);
            int store = layout.store(number);
            if (s[store + Layout.INFO] >> Layout.OWNER != agent) {
                int cell = s[store + Layout.CELL];
                int end = this.stores.end(s, cell, number);
                journal.event(EventKind.LEARN, agent, pc, cell, end - 1 - number);
            }
        }
    }
}
