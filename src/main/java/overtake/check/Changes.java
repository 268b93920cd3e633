package overtake.check;

import java.util.Arrays;
import overtake.machine.Touched;

/// What each of the steps of one state changes of it: ranges with their new content. Reused from state to state.
final class Changes {
    /// One range after another: first place, length, content.
    private int[] ints = new int[1 << 10];
    /// By step: behind its last range, which is where the next one's begin.
    private int[] ends = new int[32];
    private int steps;

    void clear() {
        steps = 0;
    }

    private int start(int step) {
        return step == 0 ? 0 : ends[step - 1];
    }

    /// Keeps what the next step has changed.
    void keep(int[] after, Touched touched) {
        int at = start(steps);
        for (int range = 0; range < touched.size(); range++) {
            int from = touched.from(range);
            int length = touched.to(range) - from;
            if (at + length + 2 > ints.length) {
                ints = Arrays.copyOf(ints, 2 * (at + length + 2));
            }
            ints[at] = from;
            ints[at + 1] = length;
            System.arraycopy(after, from, ints, at + 2, length);
            at += length + 2;
        }
        if (steps == ends.length) {
            ends = Arrays.copyOf(ends, 2 * steps);
        }
        ends[steps++] = at;
    }

    /// Puts what a step has changed into a copy of the state.
    void redo(int step, int[] to) {
        for (int at = start(step); at < ends[step]; at += ints[at + 1] + 2) {
            System.arraycopy(ints, at + 2, to, ints[at], ints[at + 1]);
        }
    }

    /// Takes it back.
    void undo(int step, int[] before, int[] to) {
        for (int at = start(step); at < ends[step]; at += ints[at + 1] + 2) {
            System.arraycopy(before, ints[at], to, ints[at], ints[at + 1]);
        }
    }
}
