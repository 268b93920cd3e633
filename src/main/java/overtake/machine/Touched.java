package overtake.machine;

import java.util.Arrays;

/// Ranges of a state that the last step may have changed; a range may come twice. Reused from step to step.
public final class Touched {
    private int[] bounds = new int[16];
    private int size;

    void clear() {
        size = 0;
    }

    void add(int from, int to) {
        if (size == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * size);
        }
        bounds[size++] = from;
        bounds[size++] = to;
    }

    /// How many ranges.
    public int size() {
        return size / 2;
    }

    /// First place of a range.
    public int from(int index) {
        return bounds[2 * index];
    }

    /// Behind the last place of a range.
    public int to(int index) {
        return bounds[2 * index + 1];
    }
}
