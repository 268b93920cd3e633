package overtake.explore.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.support.Script;

/// The odds of strategies on small programs, against those that their papers promise.
final class StrategyOddsTest {
    static final int RUNS = 20_000;
    private static final int MAX_STEPS = 400;
    /// More than four standard deviations of a share of [#RUNS].
    static final Offset<Double> SLACK = Offset.offset(0.015);

    private static SortedMap<String, Integer> ends(World world, Strategy strategy) {
        return ends(world, new Sc(), strategy);
    }

    /// How often each way of ending, as the observations in order, was seen.
    static SortedMap<String, Integer> ends(World world, MemoryModel model, Strategy strategy) {
        SortedMap<String, Integer> ends = new TreeMap<>();
        try (Engine engine = new MachineEngine(world, model, Bounds.DEFAULT)) {
            for (int i = 0; i < RUNS; i++) {
                strategy.begin(i);
                assertThat(engine.run(strategy, MAX_STEPS)).isEqualTo(Engine.Ending.COMPLETED);
                ends.merge(end(engine), 1, Integer::sum);
            }
        }
        return ends;
    }

    private static String end(Engine engine) {
        StringBuilder end = new StringBuilder();
        for (int agent = 0; agent < engine.world().programs().size(); agent++) {
            int slots = engine.world().programs().get(agent).observations().size();
            for (int slot = 0; slot < slots; slot++) {
                end.append(engine.observation(agent, slot));
            }
        }
        return end.toString();
    }

    private static double share(SortedMap<String, Integer> ends, String end) {
        return ends.getOrDefault(end, 0) / (double) RUNS;
    }

    private static Profile profile(World world) {
        try (Engine engine = new MachineEngine(world, new Sc(), Bounds.DEFAULT)) {
            return new FuzzPlan("pct", 3, 1, MAX_STEPS, false).profile(engine);
        }
    }

    /// A long agent and a short one, whose one operation must come between the last two of the long one's 40.
    private static World late() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 38; i++) {
            lines.add("write private 1");
        }
        lines.addAll(List.of("write x 1", "read y %0", "observe %0"));
        return Script.named("late").agent("long", lines.toArray(String[]::new))
                .agent("short", "xchg x 2 %0", "write y 1", "observe %0").world();
    }

    @Test
    void pct_finds_what_needs_one_change_late_in_a_run_with_the_odds_of_its_paper() {
        Profile profile = profile(late());
        // The long agent alone has 40 steps; while the short one waits, each is a choice.
        assertThat(profile.length()).isBetween(40, 42);
        double found = share(ends(late(), new Pct(7, 2, 2, profile.length())), "11");
        // The long agent runs first with probability 1/2; one of about 40 points is right.
        assertThat(found).isCloseTo(1 / (2.0 * profile.length()), Offset.offset(0.005));
    }

    @Test
    void with_the_length_of_a_random_walk_pct_would_never_find_it() {
        // A random walk has few choices here, because the short agent is done early.
        assertThat(ends(late(), new Pct(7, 2, 2, 8))).doesNotContainKey("11");
        assertThat(share(ends(late(), new RandomWalk(7)), "11")).isLessThan(0.001);
    }

    @Test
    void pct_of_depth_one_never_changes_its_mind() {
        assertThat(ends(late(), new Pct(7, 2, 1, 40))).doesNotContainKey("11");
    }

    /// A write against a read that comes behind four operations which race with nothing.
    private static World behind() {
        return Script.named("behind").agent("a", "write x 1")
                .agent("b", "write p 1", "write q 1", "write r 1", "write s 1", "read x %0", "observe %0")
                .world();
    }

    @Test
    void pos_keeps_an_operation_behind_five_others_in_one_of_six_runs() {
        assertThat(share(ends(behind(), new Pos(11, 2)), "0")).isCloseTo(1 / 6.0, SLACK);
    }

    @Test
    void a_random_walk_does_so_in_one_of_thirty_two() {
        assertThat(share(ends(behind(), new RandomWalk(11)), "0")).isCloseTo(1 / 32.0, SLACK);
    }

    @Test
    void pos_draws_again_for_what_races() {
        World racing = Script.named("racing").agent("a", "write x 1")
                .agent("b", "read x %0", "read x %1", "observe %0", "observe %1").world();
        SortedMap<String, Integer> ends = ends(racing, new Pos(13, 2));
        assertThat(share(ends, "11")).isCloseTo(1 / 2.0, SLACK);
        assertThat(share(ends, "01")).isCloseTo(1 / 4.0, SLACK);
        assertThat(share(ends, "00")).isCloseTo(1 / 4.0, SLACK);
    }

    @Test
    void pos_does_not_draw_again_for_what_does_not_race() {
        World apart = Script.named("apart").agent("a", "write x 1")
                .agent("b", "read y %0", "read x %1", "observe %1").world();
        assertThat(share(ends(apart, new Pos(13, 2)), "0")).isCloseTo(1 / 3.0, SLACK);
    }

    /// The first agent makes all its four operations before the other one begins: drawn with 1/2, it then stays with 7/8, and is drawn again with 1/2 of 1/8.
    @Test
    void sticky_keeps_an_agent_running_with_probability_seven_in_eight() {
        World world = Script.named("stay").agent("a", "write p 1", "write q 1", "write r 1", "write x 1")
                .agent("b", "read x %0", "write y 1", "observe %0").world();
        double all = 0.5 * Math.pow(15 / 16.0, 3);
        assertThat(share(ends(world, new Sticky(23)), "1")).isCloseTo(all, SLACK);
        // The negative twin: a random walk does so with 1/16.
        assertThat(share(ends(world, new RandomWalk(23)), "1")).isCloseTo(1 / 16.0, SLACK);
    }

    /// Two writes to x by each of two agents, of which one has much else to do before and between.
    private static World uneven() {
        return Script.named("uneven")
                .agent("a", "xchg x 1 %0", "write p 1", "write p 2", "write p 3", "write p 4", "write p 5",
                        "xchg x 2 %1", "observe %0", "observe %1")
                .agent("b", "write q 1", "write q 2", "write q 3", "write q 4", "xchg x 3 %0", "xchg x 4 %1",
                        "observe %0", "observe %1")
                .world();
    }

    @Test
    void surw_makes_all_orders_of_what_matters_equally_likely() {
        SortedMap<String, Integer> ends = ends(uneven(), new Surw(17, 2, profile(uneven())));
        assertThat(ends).hasSize(6);
        ends.keySet().forEach(end -> assertThat(share(ends, end)).as(end).isCloseTo(1 / 6.0, SLACK));
    }

    @Test
    void without_knowing_what_matters_surw_does_not() {
        SortedMap<String, Integer> ends = ends(uneven(), new Surw(17, 2, Profile.ofLength(10)));
        assertThat(ends.values()).anyMatch(count -> count < RUNS / 20);
    }

    /// No agent waits for ever for one that spins, under any model.
    @Test
    void every_strategy_ends_a_loop_that_waits_for_another_agent() {
        World spin = Script.named("spin").agent("a", ": again", "yield", "read x %0", "if %0 == 0 again")
                .agent("b", "write y 1", "write x 1").world();
        for (MemoryModel model : List.of(new Sc(), new Tso(), new Lkmm())) {
            for (String name : FuzzPlan.STRATEGIES) {
                assertThat(completed(spin, model, name)).as("%s under %s", name, model.name()).isGreaterThan(50);
            }
        }
    }

    /// The loop has no hint to run others, so only its repetition tells.
    @Test
    void no_strategy_meets_the_bound_on_steps_because_an_agent_spins() {
        World spin = Script.named("busy").agent("a", ": again", "read x %0", "if %0 == 0 again")
                .agent("b", "write y 1", "write y 2", "write x 1").agent("c", "read y %0", "xchg y 3 %0").world();
        for (MemoryModel model : List.of(new Sc(), new Tso())) {
            for (String name : FuzzPlan.STRATEGIES.stream().filter(one -> !one.startsWith("overtakes")).toList()) {
                assertThat(completed(spin, model, name)).as("%s under %s", name, model.name()).isGreaterThan(98);
            }
        }
    }

    @Test
    void an_agent_spins_when_it_reads_the_same_again_and_again_while_nobody_writes() {
        assertThat(spins("read x %0", "read x %0", "read x %0", "read x %0")).isTrue();
        assertThat(spins("read x %0", "read y %0", "read x %0", "read z %0")).isFalse();
        assertThat(spins("write x 1", "write x 1", "write x 1", "write x 1")).isFalse();
        assertThat(spins("yield")).isTrue();
    }

    /// Whether an agent that makes these operations is found to spin by the last of them.
    private static boolean spins(String... operations) {
        World world = Script.named("one").agent("a", operations).world();
        Spinning spinning = new Spinning(1);
        boolean[] last = new boolean[1];
        spinning.begin();
        try (Engine engine = new MachineEngine(world, new Sc(), Bounds.DEFAULT)) {
            engine.run(new Strategy() {
                @Override
                public String name() {
                    return "first";
                }

                @Override
                public void begin(long execution) {}

                @Override
                public int pick(Choices choices) {
                    last[0] = spinning.made(choices, 0);
                    return 0;
                }
            }, MAX_STEPS);
        }
        return last[0];
    }

    /// How many of 100 runs.
    private static int completed(World world, MemoryModel model, String name) {
        FuzzPlan plan = new FuzzPlan(name, 19, 1, MAX_STEPS, false);
        int completed = 0;
        try (Engine engine = new MachineEngine(world, model, Bounds.DEFAULT)) {
            Strategy strategy = plan.newStrategy(world, plan.profile(engine));
            for (int i = 0; i < 100; i++) {
                strategy.begin(i);
                completed += engine.run(strategy, MAX_STEPS) == Engine.Ending.COMPLETED ? 1 : 0;
            }
        }
        return completed;
    }
}
