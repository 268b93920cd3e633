package overtake.check.states;

/// The fingerprints that one JVM thread has met lately. Two steps that commute lead to one state by two ways, one right after the other, so most known states are still here and need
/// not be looked for in a table that is as large as memory.
public final class Recent {
    private static final int SLOTS = 1 << 11;

    /// By the last bits of the first word both words of a fingerprint.
    private final long[] words = new long[2 * SLOTS];

    public Recent() {
        // A first word of zero belongs into slot 0, and one of 1 does not: so no slot has a fingerprint.
        words[0] = 1;
    }

    /// Whether the fingerprint was met; it is from now on.
    public boolean meet(long high, long low) {
        int at = 2 * (int) (high & SLOTS - 1);
        if (words[at] == high && words[at + 1] == low) {
            return true;
        }
        words[at] = high;
        words[at + 1] = low;
        return false;
    }
}
