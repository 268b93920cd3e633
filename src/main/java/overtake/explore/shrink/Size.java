package overtake.explore.shrink;

import java.util.Comparator;

/// What a run asks of its reader. Runs are compared by agents first, then by operations, and so on.
///
/// @param agents that make a step
/// @param operations performed or sent
/// @param overtakes operations performed while an earlier one of their agent still travels, or is not performed yet
/// @param switches how often the agent of a step is not that of the step before
/// @param steps picks
public record Size(int agents, int operations, int overtakes, int switches, int steps) implements Comparable<Size> {
    private static final Comparator<Size> ORDER = Comparator.comparingInt(Size::agents)
            .thenComparingInt(Size::operations)
            .thenComparingInt(Size::overtakes)
            .thenComparingInt(Size::switches)
            .thenComparingInt(Size::steps);
    private static final int BITS = 16;
    private static final int MOST = 1 << 15;

    /// All but the agents in one number: while all parts are small enough, sums of these compare as sizes do.
    static long pack(int operations, int overtakes, int switches, int steps) {
        return (((long) operations << BITS | overtakes) << BITS | switches) << BITS | steps;
    }

    long packed() {
        return pack(operations, overtakes, switches, steps);
    }

    boolean canBePacked() {
        return operations < MOST && steps < MOST;
    }

    @Override
    public int compareTo(Size other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return count(agents, "agent") + ", " + count(operations, "operation") + ", " + count(overtakes, "overtake")
                + ", "
                + switches + (switches == 1 ? " context switch, " : " context switches, ") + count(steps, "pick");
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
