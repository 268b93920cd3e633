package overtake.explore;

import java.util.List;
import overtake.machine.Choices;
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
        return new Likely(bare(name, world, profile), seed);
    }

    private Strategy bare(String name, World world, Profile profile) {
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

    /// Leaves out unlikely guesses in three of four executions, as long as there is something else to do: under `lkmm` a run that guesses wrongly mostly
    /// has to take it back, or is none. In the fourth everything is as another strategy picks it, so that nothing is lost.
    private static final class Likely implements Strategy {
        private static final int ALL_OF = 4;
        private static final long STREAM = 0x6c696b656c79L;

        private final Strategy strategy;
        private final long seed;
        private final SplitMix random = new SplitMix();
        private final Choices likely = new Choices();
        private int[] places = new int[32];
        private boolean all;

        Likely(Strategy strategy, long seed) {
            this.strategy = strategy;
            this.seed = seed;
        }

        @Override
        public String name() {
            return strategy.name();
        }

        @Override
        public void begin(long execution) {
            random.seed(seed ^ STREAM, execution);
            all = random.next(ALL_OF) == 0;
            strategy.begin(execution);
        }

        @Override
        public int pick(Choices choices) {
            int unlikely = choices.unlikelies();
            if (all || unlikely == 0 || unlikely == choices.size()) {
                return strategy.pick(choices);
            }
            if (places.length < choices.size()) {
                places = new int[2 * choices.size()];
            }
            likely.clear();
            for (int i = 0; i < choices.size(); i++) {
                if (!choices.unlikely(i)) {
                    places[likely.size()] = i;
                    likely.add(choices.step(i), choices.op(i), choices.target(i));
                }
            }
            int index = strategy.pick(likely);
            return index == STOP ? STOP : places[index];
        }
    }
}
