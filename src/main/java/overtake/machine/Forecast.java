package overtake.machine;

import static overtake.machine.Layout.A;
import static overtake.machine.Layout.ASSUMED_DONE;
import static overtake.machine.Layout.ASSUMED_FAILED;
import static overtake.machine.Layout.COUNT;
import static overtake.machine.Layout.KIND;
import static overtake.machine.Layout.MARKS;
import static overtake.machine.Layout.RESULT;
import static overtake.machine.Layout.WHAT;
import static overtake.machine.MicroCode.LOCK;
import static overtake.machine.MicroCode.READ;
import static overtake.machine.MicroCode.WRITE;

import overtake.program.RmwOperation;
import overtake.program.World;

/// What would come of what is not performed yet if every load took the newest store that there is now. Which steps are possible does not
/// depend on it: it tells samplers which guesses are likely to be right.
final class Forecast {
    static final int UNKNOWN = -1;

    /// How many entries are looked at for one answer.
    private static final int MOST = 64;

    private static final RmwOperation[] RMW = RmwOperation.values();

    private final Layout layout;
    private final StoreTable stores;
    private boolean known;
    private int budget;

    Forecast(Layout layout, StoreTable stores) {
        this.layout = layout;
        this.stores = stores;
    }

    /// 1 if the branch at which fetching has stopped will jump, 0 if not, or [#UNKNOWN].
    int direction(int[] s, Window w) {
        begin();
        int pc = s[w.base + Layout.FETCH];
        int a = fetched(s, w, w.code.a[pc], 0);
        int b = fetched(s, w, w.code.b[pc], 1);
        return !known ? UNKNOWN : w.local.test(pc, a, b) ? 1 : 0;
    }

    /// 1 if the operation whose first half this is will fail, 0 if not, or [#UNKNOWN].
    int fails(int[] s, Window w, int slot) {
        begin();
        boolean fails = fails(s, w, w.entry(slot), newest(s, w, slot));
        return !known ? UNKNOWN : fails ? 1 : 0;
    }

    private void begin() {
        known = true;
        budget = MOST;
    }

    private int unknown() {
        known = false;
        return 0;
    }

    private boolean fails(int[] s, Window w, int at, int old) {
        int pc = s[at + WHAT] >> 1;
        return w.code.op[pc] == Op.RMW
                ? !RMW[w.code.detail[pc]].writes(old, operand(s, w, at, 2))
                : Performance.fails(s, w, at, old);
    }

    /// An operand of the instruction that is fetched next.
    private int fetched(int[] s, Window w, int from, int place) {
        int marks = w.operandMarks(s, s[w.base + COUNT], from, place);
        return marks == 0 ? w.operand : result(s, w, w.operand);
    }

    private int operand(int[] s, Window w, int at, int place) {
        int number = s[at + A + place];
        return (s[at + MARKS] >>> place & 1) == 0 ? number : result(s, w, number);
    }

    private int result(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        if (Window.done(s, w.base, slot)) {
            return s[at + RESULT];
        }
        if (!known || --budget < 0) {
            return unknown();
        }
        int kind = s[at + KIND];
        int pc = s[at + WHAT] >> 1;
        if ((kind & MicroCode.LOCAL) != 0) {
            int value = w.local.compute(pc, operand(s, w, at, 0), operand(s, w, at, 1), operand(s, w, at, 2),
                    operand(s, w, at, 3));
            return value == World.NOWHERE ? unknown() : value;
        }
        if ((kind & READ) == 0) {
            return unknown();
        }
        int value = newest(s, w, slot);
        if (!known) {
            return 0;
        }
        return switch (w.code.op[pc]) {
            case Op.IS_LOCKED -> value == 0 ? 0 : 1;
            case Op.TRYLOCK -> assumed(s, w, at, value) ? Performance.fails(s, w, at, value) ? 0 : 1 : unknown();
            case Op.RMW -> assumed(s, w, at, value) ? value : unknown();
            default -> value;
        };
    }

    /// Whether the operation would do with this value what it is assumed to do.
    private boolean assumed(int[] s, Window w, int at, int value) {
        int marks = s[at + MARKS];
        boolean fails = (marks & (ASSUMED_FAILED | ASSUMED_DONE)) != 0 && fails(s, w, at, value);
        return fails == ((marks & ASSUMED_FAILED) != 0);
    }

    /// What a read would take: from an own store that is not performed yet, or the newest of all.
    private int newest(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        int lock = s[at + KIND] & LOCK;
        int target = operand(s, w, at, 0);
        if (!known || target < 0 || target >= (lock != 0 ? layout.locks() : layout.cells)) {
            return unknown();
        }
        for (int i = slot - 1; i >= 0; i--) {
            int other = w.entry(i);
            int kind = s[other + KIND];
            boolean own = (kind & WRITE) != 0 && (kind & LOCK) == lock && !Window.done(s, w.base, i);
            if (own && (s[other + MARKS] & 1) == 0 && s[other + A] == target) {
                return Performance.valueKnown(s, w, i) ? Performance.value(s, w, i) : unknown();
            }
        }
        return stores.latest(s, lock != 0 ? layout.cells + target : target);
    }
}
