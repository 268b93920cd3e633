package overtake.check.states;

/// The fingerprint of a state, 128 bits: the sum, in two words, of a hash of each of its ints that depends on its place. So it can be brought up to date by
/// the ints that a step has changed. Our own function over content: the same on every JVM and in every checkpoint.
public final class Fingerprint {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private final long[] keys;
    /// The two words of the last state.
    private long high;
    private long low;

    /// @param size ints in a state
    public Fingerprint(int size) {
        keys = new long[size];
        for (int i = 0; i < size; i++) {
            keys[i] = mix(GAMMA * (i + 1));
        }
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), variant 13 of Stafford.
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    private static long second(long first) {
        long z = (first ^ first >>> 32) * 0xD6E8FEB86659FD93L;
        return z ^ z >>> 32;
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    /// Goes on from a known fingerprint.
    public void set(long highWord, long lowWord) {
        high = highWord;
        low = lowWord;
    }

    /// Takes the fingerprint of a whole state.
    public void of(int[] s) {
        high = 0;
        low = 0;
        for (int i = 0; i < s.length; i++) {
            long hash = mix(s[i] + keys[i]);
            high += hash;
            low += second(hash);
        }
    }

    /// Brings the fingerprint of `before` up to date for `after`, which may differ in places `from` to `to - 1`.
    public void update(int[] before, int[] after, int from, int to) {
        for (int i = from; i < to; i++) {
            if (before[i] != after[i]) {
                long gone = mix(before[i] + keys[i]);
                long come = mix(after[i] + keys[i]);
                high += come - gone;
                low += second(come) - second(gone);
            }
        }
    }
}
