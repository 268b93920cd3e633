package overtake.explore.strategy;

import java.util.List;
import overtake.explore.Engine;
import overtake.explore.Strategy;
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
            "guided", "guided-pos", "bursts", "hesitant", "lazy-pos", "pct-early", "pct-late", "surw-hesitant",
            "surw-pos", "overtakes-0", "overtakes-1", "overtakes-2", "overtakes-3");

    private static final int PCT_LEAST = 2;
    private static final int PCT_MOST = 5;

    /// Forms of published strategies that are ours: what the portfolio has beside the published ones.
    public static final List<String> OWN =
            List.of("bursts", "hesitant", "lazy-pos", "pct-early", "pct-late", "surw-hesitant", "surw-pos");

    public FuzzPlan {
        if (runs < 1 || maxSteps < 1 || !STRATEGIES.contains(strategy)) {
            throw new IllegalArgumentException(strategy + ", " + runs + " runs, " + maxSteps + " steps");
        }
    }

    /// Learns from a few runs what [#newStrategy] needs.
    public Profile profile(Engine engine) {
        return Profiler.of(engine, ~seed, maxSteps);
    }

    /// What strategies of this plan know before the first execution.
    public Learnt nothingLearnt(Profile profile) {
        Shares shares = strategy.equals("portfolio") ? new Shares(Portfolio.Mixture.weights(profile)) : new Shares(1);
        return new Learnt(shares, new Corpus());
    }

    /// A new strategy object of this plan that learns nothing from executions.
    public Strategy newStrategy(World world, Profile profile) {
        return newStrategy(world, profile, nothingLearnt(profile));
    }

    /// A new strategy object of this plan; all that share what they learn pick alike.
    public Strategy newStrategy(World world, Profile profile, Learnt learnt) {
        if (strategy.equals("portfolio")) {
            return new Portfolio(Portfolio.Mixture.MEMBERS.stream()
                    .map(member -> named(member, world, profile, learnt))
                    .toList(), learnt.shares());
        }
        return named(strategy, world, profile, learnt);
    }

    private Strategy named(String name, World world, Profile profile, Learnt learnt) {
        return new Likely(bare(name, world, profile, learnt), seed);
    }

    private Strategy bare(String name, World world, Profile profile, Learnt learnt) {
        int agents = world.programs().size();
        return switch (name) {
            case "random" -> new RandomWalk(seed);
            case "sticky" -> new Sticky(seed);
            case "pct" -> new Pct(seed, agents, PCT_LEAST, PCT_MOST, profile.length());
            case "pos" -> new Pos(seed, agents);
            case "surw" -> new Surw(seed, agents, profile);
            case "guided" -> new Guided(name, seed,
                    new Pct(~seed, agents, PCT_LEAST, PCT_MOST, profile.length()), learnt.corpus());
            case "guided-pos" -> new Guided(name, seed, new Pos(~seed, agents), learnt.corpus());
            case "bursts" -> Sticky.bursts(seed);
            case "hesitant" -> Sticky.hesitant(seed);
            case "lazy-pos" -> new LazyPos(seed, agents);
            case "pct-early" -> Pct.early(seed, agents, PCT_LEAST, PCT_MOST, profile.length());
            case "pct-late" -> Pct.late(seed, agents, PCT_LEAST, PCT_MOST, profile.length());
            case "surw-hesitant" -> new Surw(name, seed, agents, profile, Sticky.hesitant(~seed));
            case "surw-pos" -> new Surw(name, seed, agents, profile, new LazyPos(~seed, agents));
            case "overtakes-0", "overtakes-1", "overtakes-2", "overtakes-3" ->
                new OvertakeBounded(seed, name.charAt(name.length() - 1) - '0', profile.overtakes());
            default -> throw new IllegalStateException(name);
        };
    }
}
