package overtake.explore;

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
    public static final List<String> STRATEGIES = List.of("portfolio", "random", "sticky", "pct", "pos", "surw",
            "overtakes-0", "overtakes-1", "overtakes-2", "overtakes-3");

    /// What the portfolio consists of; a random walk is always among it.
    private static final List<String> PORTFOLIO = List.of("random", "sticky", "pct");

    private static final int PCT_LEAST = 2;
    private static final int PCT_MOST = 5;

    public FuzzPlan {
        if (runs < 1 || maxSteps < 1 || !STRATEGIES.contains(strategy)) {
            throw new IllegalArgumentException(strategy + ", " + runs + " runs, " + maxSteps + " steps");
        }
    }

    /// Learns from a few runs what [#newStrategy] needs.
    public Profile profile(Engine engine) {
        return Profiler.of(engine, ~seed, maxSteps);
    }

    /// A new strategy object of this plan; all of one plan pick alike.
    public Strategy newStrategy(World world, Profile profile) {
        if (strategy.equals("portfolio")) {
            return new Portfolio(
                    PORTFOLIO.stream().map(name -> named(name, world, profile)).toList());
        }
        return named(strategy, world, profile);
    }

    private Strategy named(String name, World world, Profile profile) {
        int agents = world.programs().size();
        return switch (name) {
            case "random" -> new RandomWalk(seed);
            case "sticky" -> new Sticky(seed);
            case "pct" -> new Pct(seed, agents, PCT_LEAST, PCT_MOST, profile.length());
            case "pos" -> new Pos(seed, agents);
            case "surw" -> new Surw(seed, agents, profile);
            case "overtakes-0", "overtakes-1", "overtakes-2", "overtakes-3" ->
                new OvertakeBounded(seed, name.charAt(name.length() - 1) - '0', profile.overtakes());
            default -> throw new IllegalStateException(name);
        };
    }
}
