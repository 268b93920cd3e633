package overtake.actor;

import java.util.Arrays;

/// What memory or a lock holds, for the monitor.
final class Contents implements Message {
    /// Number of memory among the owners; lock i has number i.
    static final int MEMORY = -1;

    private final int owner;
    private final int[] values;

    Contents(int owner, int[] values) {
        this.owner = owner;
        this.values = Arrays.copyOf(values, values.length);
    }

    int owner() {
        return owner;
    }

    void copyTo(int[] to, int at) {
        System.arraycopy(values, 0, to, at, values.length);
    }
}
