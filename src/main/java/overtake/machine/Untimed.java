package overtake.machine;

import static overtake.machine.Layout.KIND;
import static overtake.machine.Layout.KNOWN;
import static overtake.machine.Layout.MARKS;
import static overtake.machine.Layout.WHAT;
import static overtake.machine.MicroCode.ACCESS;
import static overtake.machine.MicroCode.CONDITIONAL;
import static overtake.machine.MicroCode.GRACE;
import static overtake.machine.MicroCode.PLAIN;
import static overtake.machine.MicroCode.STRONG;
import static overtake.machine.MicroCode.WRITE;

/// Finds in a state of `lkmm` a step that commutes with all that others, and its own CPU, can do before it: then it is enough to carry out that
/// one. A program says of which instructions that may be true, the state whether it is:
///
/// - all that a fence would tell is known to all already;
/// - a read has one store that it may take, and its CPU knows that one with all that it carries. Else reading it early would forbid its CPU older
///   stores of other cells that it could read before;
/// - a write has one place;
/// - nothing before it is open that may fault, or turn out to be of the same cell: then a fault of another agent could not be closed as before, see
///   [Gaps].
final class Untimed {
    private final OutOfOrderParts parts;
    private final boolean[][] places;

    Untimed(OutOfOrderParts parts, boolean[][] places) {
        this.parts = parts;
        this.places = places;
    }

    /// Leaves only the alternatives of the first such operation, if there is one.
    void narrow(int[] s, Choices choices) {
        int n = choices.size();
        for (int i = 0; i < n; i++) {
            int step = choices.step(i);
            int slot = Step.slot(step);
            int end = i + 1;
            while (end < n && Step.agent(choices.step(end)) == Step.agent(step)
                    && Step.slot(choices.step(end)) == slot) {
                end++;
            }
            boolean window = slot >= Step.WINDOW && slot < Step.ASSUME;
            if (window && alone(s, parts.windows[Step.agent(step)], slot - Step.WINDOW, step, end - i)) {
                choices.keep(i, end);
                return;
            }
            i = end - 1;
        }
    }

    private boolean alone(int[] s, Window w, int slot, int step, int alternatives) {
        int at = w.entry(slot);
        int kind = s[at + KIND];
        boolean possible = places[w.agent][s[at + WHAT] >> 1] && (kind & (CONDITIONAL | GRACE)) == 0;
        if (!possible || mayFault(s, w, slot)) {
            return false;
        }
        if ((kind & STRONG) != 0) {
            return knownToAll(s, parts.views.seenMarked(s, w, slot));
        }
        if ((kind & ACCESS) == 0) {
            return true;
        }
        return alternatives == 1
                && knownToAll(s, parts.views.spread(s, w, slot))
                && ((kind & WRITE) != 0 || teachesNothing(s, w, slot, Step.alternative(step)));
    }

    private boolean knownToAll(int[] s, long stores) {
        long left = stores;
        for (int a = 0; a < parts.layout.agents && left != 0; a++) {
            boolean ended = s[parts.layout.agent[a] + Layout.STATUS] == CpuCore.DONE;
            if (!ended && (left & ~parts.views.mask(s, a, KNOWN)) != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean mayFault(int[] s, Window w, int slot) {
        for (int i = 0; i < slot; i++) {
            int at = w.entry(i);
            int kind = s[at + KIND];
            boolean lookup = (kind & MicroCode.LOCAL) != 0 && w.code.op[s[at + WHAT] >> 1] == Op.LOOKUP;
            if (Window.done(s, w.base, i) || (kind & (ACCESS | MicroCode.POOL | MicroCode.QUERY)) == 0 && !lookup) {
                continue;
            }
            boolean lock = (kind & MicroCode.LOCK) != 0;
            boolean sure = (kind & ACCESS) != 0 && (s[at + MARKS] & (1 | Layout.BAD)) == 0
                    && (lock || parts.world.cells().get(s[at + Layout.A]).object() == 0);
            if (!sure) {
                return true;
            }
        }
        return false;
    }

    private boolean teachesNothing(int[] s, Window w, int slot, int alternative) {
        int at = w.entry(slot);
        if (parts.performance.forwards(s, w, slot)) {
            return true;
        }
        int cell = parts.stores.cellOf(s, at);
        int first = parts.stores.first(s, cell);
        int number = parts.stores.end(s, cell, first) - 1 - alternative;
        if (number < first) {
            return true;
        }
        long saw = (s[at + KIND] & PLAIN) != 0 ? 1L << number : parts.stores.with(s, number);
        return (saw & ~parts.views.mask(s, w.agent, KNOWN)) == 0;
    }
}
