package overtake.machine;

import static overtake.machine.Layout.COUNT;
import static overtake.machine.Layout.FETCH;
import static overtake.machine.Layout.FLAGS;
import static overtake.machine.Layout.KIND;
import static overtake.machine.Layout.MARKS;
import static overtake.machine.Layout.WHAT;
import static overtake.machine.MicroCode.EVENT;

/// Hard interrupts of a CPU that runs out of order.
final class Interrupts {
    private Interrupts() {}

    /// An interrupt comes only when nothing in the window has been performed: a limit.
    static boolean possible(int[] s, Window w) {
        int flags = s[w.base + FLAGS];
        if (!w.code.hasHandler
                || CpuFlags.field(flags, CpuFlags.HANDLER) != 0
                || CpuFlags.field(flags, CpuFlags.IRQ_OFF) != 0) {
            return false;
        }
        for (int i = 0; i < s[w.base + COUNT]; i++) {
            int kind = s[w.entry(i) + KIND];
            boolean started = Window.done(s, w.base, i) || (s[w.entry(i) + MARKS] & Layout.STARTED) != 0;
            if ((kind & EVENT) != 0 && started) {
                return false;
            }
        }
        return true;
    }

    /// Enters the handler: what is fetched is forgotten.
    static void enter(int[] s, Window w) {
        int count = s[w.base + COUNT];
        s[w.base + Layout.RESUME] = count > 0 ? s[w.entries + WHAT] >> 1 : s[w.base + FETCH];
        w.cut(s, 0);
        Layout.pair(s, w.base + Layout.REGIONS, 0);
        s[w.base + FETCH] = w.code.handlerEntry;
        s[w.base + FLAGS] += 1 << CpuFlags.HANDLER;
    }
}
