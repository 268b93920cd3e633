package overtake.machine;

import static overtake.machine.Layout.BASE;
import static overtake.machine.Layout.CARRIES;
import static overtake.machine.Layout.CELL;
import static overtake.machine.Layout.COUNT;
import static overtake.machine.Layout.INFO;
import static overtake.machine.Layout.KIND;
import static overtake.machine.Layout.KNOWN;
import static overtake.machine.Layout.MARKS;
import static overtake.machine.Layout.SOURCE;
import static overtake.machine.Layout.STORES;
import static overtake.machine.Layout.WHAT;

/// Undoes what was performed behind a wrong guess, as long as no other agent can have noticed. What became known to anybody stays known, by fences
/// and begins of sections too: that only forbids something.
final class Undo {
    private static final int LASTING = MicroCode.END | MicroCode.POOL;

    private final Layout layout;
    private final StoreTable stores;
    private final Teller teller;
    private final Owners owners;
    private final Sections sections;

    Undo(Layout layout, StoreTable stores, Sections sections, Teller teller, Owners owners) {
        this.owners = owners;
        this.sections = sections;
        this.teller = teller;
        this.layout = layout;
        this.stores = stores;
    }

    /// Undoes all entries from a slot on. Returns false, with some of them undone, if one cannot be.
    boolean all(int[] s, Window w, int from) {
        for (int slot = s[w.base + COUNT] - 1; slot >= from; slot--) {
            int at = w.entry(slot);
            int kind = s[at + KIND];
            if (!Window.done(s, w.base, slot)) {
                if ((s[at + MARKS] & Layout.STARTED) != 0) {
                    owners.over(s, s[at + Layout.A], w.agent);
                }
                continue;
            }
            int cell = -1;
            int before = 0;
            if ((kind & MicroCode.WRITE) != 0) {
                int number = s[at + SOURCE];
                cell = stores.cellOf(s, at);
                before = number < 0 ? 0 : stores.end(s, cell, number) - 1 - number;
            }
            if ((kind & LASTING) != 0 || (kind & MicroCode.WRITE) != 0 && !store(s, w, at)) {
                return false;
            }
            if ((kind & MicroCode.BEGIN) != 0) {
                owners.cancel(s, new Change.Cancel(s[at + Layout.A], sections.begun(s, w, at)));
            }
            if ((kind & MicroCode.EVENT) != 0) {
                teller.tell(EventKind.UNDO, w.agent, s[at + WHAT] >> 1, cell, before);
            }
            boolean reserved = (kind & (MicroCode.READ | MicroCode.HALVED)) == (MicroCode.READ | MicroCode.HALVED);
            if (reserved && (s[at + MARKS] & Layout.ASSUMED_FAILED) == 0) {
                reservation(s, w, slot);
            }
        }
        return true;
    }

    private void reservation(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        int source = s[at + SOURCE];
        if (source <= Layout.FORWARDED) {
            s[w.entry(Layout.FORWARDED - source) + MARKS] &= ~Layout.RESERVED;
        } else {
            int lock = (s[at + KIND] & MicroCode.LOCK) != 0 ? s[at + Layout.A] : -1;
            owners.release(s, new Change.Release(stores.cellOf(s, at), source, lock));
        }
    }

    /// Takes a store back, unless somebody else knows of it.
    private boolean store(int[] s, Window w, int at) {
        int number = s[at + SOURCE];
        if (number < 0 || (s[layout.store(number) + INFO] & Layout.TAKEN) != 0) {
            return false;
        }
        for (int a = 0; a < layout.agents; a++) {
            if (a != w.agent && (Layout.pair(s, layout.mask(a, KNOWN)) >>> number & 1) != 0) {
                return false;
            }
        }
        for (int i = 0; i < s[STORES]; i++) {
            if ((Layout.pair(s, layout.store(i) + CARRIES) >>> number & 1) != 0) {
                return false;
            }
        }
        boolean second = (s[at + WHAT] & 1) != 0;
        int cell = s[layout.store(number) + CELL];
        if (cell >= layout.cells && !layout.watched[cell - layout.cells] && stores.first(s, cell) == number) {
            return false; // what it has outdated is forgotten
        }
        owners.remove(s, number);
        if (second) {
            // the first half, undone next, must find the store that it has reserved
            boolean base = number == 0 || s[layout.store(number - 1) + CELL] != cell;
            s[at - Layout.ENTRY + SOURCE] = base ? BASE : number - 1;
        }
        return true;
    }
}
