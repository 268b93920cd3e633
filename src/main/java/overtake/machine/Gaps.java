package overtake.machine;

import static overtake.machine.Layout.COUNT;
import static overtake.machine.Layout.DONE;
import static overtake.machine.Layout.KIND;
import static overtake.machine.Layout.MARKS;
import static overtake.machine.MicroCode.ACCESS;
import static overtake.machine.MicroCode.BRANCH;
import static overtake.machine.MicroCode.CONDITIONAL;
import static overtake.machine.MicroCode.END;
import static overtake.machine.MicroCode.EVENT;
import static overtake.machine.MicroCode.HALVED;
import static overtake.machine.MicroCode.POOL;
import static overtake.machine.MicroCode.STRONG;

/// What CPUs have left open behind what they have performed. If there is nothing of that kind, what was performed is an execution in
/// itself, however the run goes on; else a guess or an assumption may yet turn out wrong, or a read find nothing that it may read.
final class Gaps {
    private static final int AHEAD = ACCESS | POOL | STRONG | END;

    private Gaps() {}

    /// How many entries of a window, from its head on, must be performed so that nothing is performed ahead of what is not.
    static int limit(int[] s, Window w) {
        long done = Layout.pair(s, w.base + DONE) & (1L << s[w.base + COUNT]) - 1;
        for (; done != 0; done &= ~Long.highestOneBit(done)) {
            int slot = Long.SIZE - 1 - Long.numberOfLeadingZeros(done);
            int kind = s[w.entry(slot) + KIND];
            if ((kind & AHEAD) != 0) {
                return slot + ((kind & HALVED) != 0 ? 2 : 1);
            }
        }
        return 0;
    }

    /// Whether one of these first entries is not settled.
    static boolean open(int[] s, Window w, int limit) {
        for (int slot = 0; slot < limit; slot++) {
            int at = w.entry(slot);
            int kind = s[at + KIND];
            boolean done = Window.done(s, w.base, slot);
            boolean event = (kind & (EVENT & ~END | BRANCH)) != 0 && (s[at + MARKS] & Layout.FAULTY) == 0;
            boolean pending = !done && event;
            boolean undecided = (kind & (CONDITIONAL | HALVED)) == (CONDITIONAL | HALVED) && (s[at + MARKS] & 4) != 0;
            if (pending || undecided) {
                return true;
            }
        }
        return false;
    }
}
