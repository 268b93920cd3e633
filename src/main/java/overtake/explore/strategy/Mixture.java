package overtake.explore.strategy;

import java.util.List;
import overtake.memory.Lkmm;
import overtake.memory.Sc;
import overtake.memory.Tso;

/// What the portfolio consists of, and with which weights: by model and by how long runs are, since a strategy that switches often finds what is in short runs and gets lost in long ones. A random walk is
/// always among it, and nobody has less than one execution in 64. Within the first executions members come in the order of their weights ([Shares]).
///
/// The weights were searched for on the odds of a violation in one execution, by member, on the shipped scenarios that must fail, then evened out by hand; what that says of other scenarios is in DECISIONS.
final class Mixture {
    static final List<String> MEMBERS = List.of("random", "sticky", "pct", "pos", "surw", "bursts", "hesitant",
            "lazy-pos", "pct-early", "pct-late", "surw-hesitant", "surw-pos");

    /// Picks among several threads from which on a run is no longer short, and from which on it is long.
    private static final int MIDDLE = 50;

    private static final int LONG = 200;

    private Mixture() {}

    /// By member, out of [Shares#SLOTS].
    static double[] weights(Profile profile) {
        return switch (profile.model()) {
            case Sc _ ->
                byLength(
                        profile,
                        new double[] {10, 2, 2, 5, 26, 1, 1, 4, 2, 1, 4, 6},
                        new double[] {3, 3, 4, 8, 4, 1, 4, 10, 4, 1, 4, 18},
                        new double[] {3, 10, 5, 8, 3, 1, 1, 18, 5, 2, 3, 5});
            case Tso _ ->
                byLength(
                        profile,
                        new double[] {4, 4, 3, 6, 24, 1, 2, 3, 2, 8, 3, 4},
                        new double[] {3, 5, 4, 22, 3, 5, 2, 6, 4, 2, 3, 5},
                        new double[] {3, 3, 23, 6, 3, 1, 1, 4, 3, 2, 5, 10});
            case Lkmm _ ->
                byLength(
                        profile,
                        new double[] {5, 2, 2, 3, 4, 1, 1, 13, 2, 1, 4, 26},
                        new double[] {3, 10, 4, 22, 3, 2, 5, 4, 3, 1, 4, 3},
                        new double[] {3, 3, 5, 14, 3, 1, 1, 6, 14, 4, 5, 5});
        };
    }

    private static double[] byLength(Profile profile, double[] ofShort, double[] ofMiddle, double[] ofLong) {
        return profile.length() < MIDDLE ? ofShort : profile.length() < LONG ? ofMiddle : ofLong;
    }
}
