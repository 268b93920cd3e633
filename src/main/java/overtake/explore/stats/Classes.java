package overtake.explore.stats;

import java.util.BitSet;

/// The classes that were seen, and which of them more than once: a table of eight bytes a class, open addressing. Belongs to one JVM thread at a time.
final class Classes {
    /// More classes than this are not told apart any more, and executions are no longer counted.
    static final int MOST = 1 << 22;

    private static final int FIRST_BITS = 10;

    /// 0 where nothing is.
    private long[] table = new long[1 << FIRST_BITS];

    private BitSet repeated = new BitSet();
    private long counted;
    private int classes;
    private int single;

    /// @param fingerprint not 0
    /// @return whether no execution before was of the class; false once there are too many classes
    boolean add(long fingerprint) {
        if (classes == MOST) {
            return false;
        }
        counted++;
        int at = place(fingerprint);
        if (table[at] == fingerprint) {
            single -= repeated.get(at) ? 0 : 1;
            repeated.set(at);
            return false;
        }
        table[at] = fingerprint;
        classes++;
        single++;
        if (2 * classes > table.length) {
            enlarge();
        }
        return true;
    }

    private int place(long fingerprint) {
        int mask = table.length - 1;
        int at = (int) (fingerprint >>> 20) & mask;
        while (table[at] != 0 && table[at] != fingerprint) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void enlarge() {
        long[] old = table;
        BitSet oldRepeated = repeated;
        table = new long[2 * old.length];
        repeated = new BitSet();
        for (int i = 0; i < old.length; i++) {
            if (old[i] != 0) {
                int at = place(old[i]);
                table[at] = old[i];
                repeated.set(at, oldRepeated.get(i));
            }
        }
    }

    long counted() {
        return counted;
    }

    long classes() {
        return classes;
    }

    long single() {
        return single;
    }
}
