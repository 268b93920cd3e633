package overtake.explore.strategy;

import java.util.List;
import overtake.explore.Strategy;
import overtake.machine.Choices;
import overtake.memory.Lkmm;
import overtake.memory.Sc;
import overtake.memory.Tso;

/// Leaves each execution to the strategy that [Shares] says.
public final class Portfolio implements Strategy {
    private final List<Strategy> strategies;
    private final Shares shares;
    private Strategy current;

    public Portfolio(List<Strategy> strategies, Shares shares) {
        if (strategies.size() != shares.members()) {
            throw new IllegalArgumentException(strategies.size() + " strategies, " + shares.members() + " members");
        }
        this.strategies = List.copyOf(strategies);
        this.shares = shares;
        current = this.strategies.getFirst();
    }

    @Override
    public String name() {
        return "portfolio";
    }

    /// Name of the strategy that carries out the current execution.
    public String current() {
        return current.name();
    }

    @Override
    public boolean everywhere() {
        return current.everywhere();
    }

    @Override
    public void begin(long execution) {
        current = strategies.get(shares.member(execution));
        current.begin(shares.number(execution));
    }

    @Override
    public int pick(Choices choices) {
        return current.pick(choices);
    }

    /// What the portfolio consists of, and with which weights: by model and by how long runs are, since a strategy that switches often finds what is in short runs and gets lost in long ones. A random walk is
    /// always among it, and nobody has less than one execution in 64. Within the first executions members come in the order of their weights ([Shares]).
    ///
    /// The weights are near those of the smallest worst ratio to the best published strategy, by the odds of a violation in one execution, on the shipped scenarios that must fail (DECISIONS says how they were
    /// found, and what that means for other scenarios).
    static final class Mixture {
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
                            new double[] {8, 1, 1, 2, 30, 1, 1, 1, 1, 1, 1, 16},
                            new double[] {2, 1, 9, 16, 2, 1, 3, 7, 2, 2, 7, 12},
                            new double[] {2, 3, 2, 14, 2, 1, 1, 24, 9, 2, 1, 3});
                case Tso _ ->
                    byLength(
                            profile,
                            new double[] {3, 1, 2, 7, 11, 1, 1, 1, 1, 12, 13, 11},
                            new double[] {2, 1, 1, 21, 2, 8, 9, 6, 5, 1, 1, 7},
                            new double[] {2, 1, 5, 15, 2, 1, 3, 1, 12, 1, 1, 20});
                case Lkmm _ ->
                    byLength(
                            profile,
                            new double[] {6, 1, 1, 3, 4, 1, 1, 15, 1, 1, 3, 27},
                            new double[] {2, 7, 3, 27, 2, 1, 4, 2, 1, 4, 8, 3},
                            new double[] {2, 1, 18, 18, 2, 1, 3, 3, 3, 8, 4, 1});
            };
        }

        private static double[] byLength(Profile profile, double[] ofShort, double[] ofMiddle, double[] ofLong) {
            return profile.length() < MIDDLE ? ofShort : profile.length() < LONG ? ofMiddle : ofLong;
        }
    }
}
