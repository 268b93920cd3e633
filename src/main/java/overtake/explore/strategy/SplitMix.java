package overtake.explore.strategy;

/// The SplitMix64 generator (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): fixed here so that seeds mean the same
/// on every JDK.
final class SplitMix {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private long state;

    /// The seed of somebody's own stream, whom the name tells from all others with the same seed: FNV-1a (Fowler, Noll, Vo) over the name's characters, mixed with the seed.
    static long stream(long seed, String name) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        return mix(seed ^ hash);
    }

    /// The stream of one execution of a campaign.
    void seed(long seed, long execution) {
        state = mix(seed + GAMMA * (execution + 1));
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /// Uniform in 0 .. bound-1 (multiply-shift; the bias of at most bound / 2^32 is accepted).
    int next(int bound) {
        return (int) ((nextLong() >>> 32) * bound >>> 32);
    }
}
