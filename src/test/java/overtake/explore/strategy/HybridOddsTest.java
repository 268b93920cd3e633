package overtake.explore.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.machine.Bounds;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.support.Script;

/// The odds of the strategies that are made of published ones.
final class HybridOddsTest {
    private static final int RUNS = StrategyOddsTest.RUNS;
    private static final int MAX_STEPS = 400;
    private static final Offset<Double> SLACK = StrategyOddsTest.SLACK;

    private static double share(World world, MemoryModel model, Strategy strategy, String wanted) {
        return StrategyOddsTest.ends(world, model, strategy).getOrDefault(wanted, 0) / (double) RUNS;
    }

    /// The first agent makes all four operations before the other one begins: drawn with 1/2; before a write it stays with 1/4, else it is drawn again with 1/2.
    @Test
    void hesitant_keeps_an_agent_that_is_about_to_write_with_probability_one_in_four() {
        World writes = Script.named("writes").agent("a", "write p 1", "write q 1", "write r 1", "write x 1")
                .agent("b", "read x %0", "write y 1", "observe %0").world();
        assertThat(share(writes, new Sc(), Sticky.hesitant(23), "1")).isCloseTo(0.5 * Math.pow(5 / 8.0, 3), SLACK);
        World reads = Script.named("reads").agent("a", "read p %0", "read q %0", "read r %0", "write x 1")
                .agent("b", "read x %0", "write y 1", "observe %0").world();
        double all = 0.5 * Math.pow(7 / 8.0, 2) * 5 / 8;
        assertThat(share(reads, new Sc(), Sticky.hesitant(23), "1")).isCloseTo(all, SLACK);
        // The negative twin: who does not hesitate makes no difference.
        assertThat(share(reads, new Sc(), new Sticky(23), "1")).isCloseTo(0.5 * Math.pow(15 / 16.0, 3), SLACK);
    }

    /// A pending operation with priority p stays behind one with 1 - p, and behind each further one of the same agent with 1 - p / 2. Six of them: the integral over p is 0.239.
    @Test
    void lazy_pos_keeps_an_operation_behind_six_others_in_a_quarter_of_all_runs() {
        World world = Script.named("behind").agent("a", "write p 1", "write p 2", "write p 3", "write p 4",
                "write p 5", "write x 1").agent("b", "read x %0", "write y 1", "observe %0").world();
        double all = 2 * (2 / 7.0 * (1 - Math.pow(2, -7)) - 1 / 6.0 * (1 - Math.pow(2, -6)));
        assertThat(share(world, new Sc(), new LazyPos(5, 2), "1")).isCloseTo(all, SLACK);
        assertThat(share(world, new Sc(), new Pos(5, 2), "1")).isCloseTo(1 / 7.0, SLACK);
    }

    /// Store buffering with priorities that never change: if deliveries are late both read 0, if they are early nobody can.
    @Test
    void pct_over_agents_delivers_at_once_or_after_everything_else() {
        World world = Script.named("sb").agent("a", "write x 1", "read y %0", "observe %0")
                .agent("b", "write y 1", "read x %0", "observe %0").world();
        assertThat(StrategyOddsTest.ends(world, new Tso(), Pct.late(3, 2, 1, 1, 8))).containsOnlyKeys("00");
        assertThat(StrategyOddsTest.ends(world, new Tso(), Pct.early(3, 2, 1, 1, 8))).containsOnlyKeys("01", "10");
        assertThat(StrategyOddsTest.ends(world, new Tso(), Pct.early(3, 2, 2, 2, 4))).containsOnlyKeys("01", "10",
                "11");
    }

    /// The first agent makes all four operations before the other one begins: drawn with 1/2, it then stays with 31/32.
    @Test
    void bursts_keep_an_agent_running_with_probability_thirty_one_in_thirty_two() {
        World world = Script.named("stay").agent("a", "write p 1", "write q 1", "write r 1", "write x 1")
                .agent("b", "read x %0", "write y 1", "observe %0").world();
        assertThat(share(world, new Sc(), Sticky.bursts(23), "1")).isCloseTo(0.5 * Math.pow(63 / 64.0, 3), SLACK);
    }

    /// Two writes to x by each of two agents, of which one has much else to do before and between.
    @Test
    void surw_makes_all_orders_of_what_matters_equally_likely_whatever_picks_the_rest() {
        World uneven = Script.named("uneven")
                .agent("a", "xchg x 1 %0", "write p 1", "write p 2", "write p 3", "write p 4", "write p 5",
                        "xchg x 2 %1", "observe %0", "observe %1")
                .agent("b", "write q 1", "write q 2", "write q 3", "write q 4", "xchg x 3 %0", "xchg x 4 %1",
                        "observe %0", "observe %1")
                .world();
        for (String name : new String[] {"surw-pos", "surw-hesitant"}) {
            FuzzPlan plan = new FuzzPlan(name, 17, 1, MAX_STEPS, false);
            Profile profile;
            try (Engine engine = new MachineEngine(uneven, new Sc(), Bounds.DEFAULT)) {
                profile = plan.profile(engine);
            }
            SortedMap<String, Integer> ends =
                    StrategyOddsTest.ends(uneven, new Sc(), plan.newStrategy(uneven, profile));
            assertThat(ends).hasSize(6);
            ends.forEach(
                    (end, count) -> assertThat(count / (double) RUNS).as(name + " " + end).isCloseTo(1 / 6.0, SLACK));
            // The negative twin: what it stands on does not.
            Strategy base = name.equals("surw-pos") ? new LazyPos(17, 2) : Sticky.hesitant(17);
            assertThat(StrategyOddsTest.ends(uneven, new Sc(), base).values()).anyMatch(count -> count < RUNS / 12);
        }
    }

    @Test
    void the_streams_of_names_of_the_same_length_differ() {
        Set<Long> streams = new TreeSet<>();
        for (String name : FuzzPlan.STRATEGIES) {
            streams.add(SplitMix.stream(1, name));
            streams.add(SplitMix.stream(2, name));
        }
        assertThat(streams).hasSize(2 * FuzzPlan.STRATEGIES.size());
    }
}
