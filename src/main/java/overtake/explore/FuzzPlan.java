package overtake.explore;

import java.util.ArrayList;
import java.util.List;
import overtake.program.World;

/// What to fuzz: how many executions, by which strategy.
///
/// @param strategy one of [#STRATEGIES]
/// @param seed of the whole campaign; execution i depends on it and i only
/// @param runs how many executions at most
/// @param maxSteps bound on the picks of one execution
/// @param keepGoing whether to look for further properties after the first violation
public record FuzzPlan(String strategy, long seed, long runs, int maxSteps, boolean keepGoing) {
    public static final List<String> STRATEGIES = List.of(
            "portfolio", "random", "sticky", "pct", "overtakes-0", "overtakes-1", "overtakes-2", "overtakes-3");

    private static final int PROBES = 16;
    private static final int PCT_DEPTH = 3;

    public FuzzPlan {
        if (runs < 1 || maxSteps < 1 || !STRATEGIES.contains(strategy)) {
            throw new IllegalArgumentException(strategy + ", " + runs + " runs, " + maxSteps + " steps");
        }
    }

    /// How many picks with a choice a run has, the most of a few random runs: what [Pct] needs to know.
    public int measureLength(Engine engine) {
        int most = 1;
        for (int i = 0; i < PROBES; i++) {
            CountingWalk walk = new CountingWalk(new RandomWalk(~seed));
            walk.begin(i);
            engine.run(walk, maxSteps);
            most = Math.max(most, walk.choices());
        }
        return most;
    }

    /// A new strategy object of this plan; all of one plan pick alike.
    public Strategy newStrategy(World world, int length) {
        int agents = world.programs().size();
        List<Strategy> parts = new ArrayList<>();
        for (String name : strategy.equals("portfolio") ? List.of("random", "sticky", "pct") : List.of(strategy)) {
            parts.add(
                    switch (name) {
                        case "random" -> new RandomWalk(seed);
                        case "sticky" -> new Sticky(seed);
                        case "pct" -> new Pct(seed, agents, PCT_DEPTH, length);
                        case "overtakes-0", "overtakes-1", "overtakes-2", "overtakes-3" ->
                            new OvertakeBounded(seed, name.charAt(name.length() - 1) - '0', length);
                        default -> throw new IllegalStateException(name);
                    });
        }
        return parts.size() == 1 ? parts.getFirst() : new Portfolio(parts);
    }

    private static final class CountingWalk implements Strategy {
        private final RandomWalk walk;
        private int choices;

        CountingWalk(RandomWalk walk) {
            this.walk = walk;
        }

        int choices() {
            return choices;
        }

        @Override
        public String name() {
            return walk.name();
        }

        @Override
        public void begin(long execution) {
            walk.begin(execution);
        }

        @Override
        public int pick(overtake.machine.Choices possible) {
            choices += possible.size() > 1 ? 1 : 0;
            return walk.pick(possible);
        }
    }
}
