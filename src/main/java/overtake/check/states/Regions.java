package overtake.check.states;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The regions of a [StateTable], as many as a power of two: which entries belong to one, and which JVM thread it belongs to. The leading bits of the first word of an entry choose its region.
final class Regions {
    /// With fewer lines chance may fill a region while the table has room.
    private static final long LEAST_LINES = 1L << 12;

    /// So many an adding thread, so that two seldom want the same one.
    private static final int EACH = 8;

    /// There are never more.
    static final int MOST = 64;
    /// Ints between two, so that they share no line of the processor's cache.
    private static final int APART = 32;

    private static final VarHandle TAKEN = MethodHandles.arrayElementVarHandle(int[].class);

    private final int most;
    private final int[] taken;
    private int bits;

    /// @param users how many JVM threads add at the same time
    Regions(int users) {
        most = users == 1 ? 1 : Math.min(MOST, EACH * Integer.highestOneBit(users));
        taken = new int[APART * (most + 1)];
    }

    /// How many there are.
    int count() {
        return 1 << bits;
    }

    /// The region of an entry with that first word.
    int of(long high) {
        return (int) (high >>> 1 >>> Long.SIZE - 1 - bits);
    }

    /// Decides how many there are. Nobody uses one meanwhile.
    void divide(long lines) {
        bits = Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.clamp(lines / LEAST_LINES, 1, most));
    }

    /// Takes a region, unless it is taken.
    ///
    /// @return whether it was not
    boolean take(int region) {
        int at = APART * (region + 1);
        return (int) TAKEN.getOpaque(taken, at) == 0 && TAKEN.compareAndSet(taken, at, 0, 1);
    }

    void leave(int region) {
        TAKEN.setRelease(taken, APART * (region + 1), 0);
    }
}
