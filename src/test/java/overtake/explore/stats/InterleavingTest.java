package overtake.explore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.explore.strategy.FuzzPlan;
import overtake.explore.strategy.Profile;
import overtake.explore.strategy.RandomWalk;
import overtake.machine.Bounds;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.support.Script;

final class InterleavingTest {
    private static final int RUNS = 3000;

    private static Statistics seen(World world, MemoryModel model, int runs) {
        return seen(world, model, new RandomWalk(23), runs);
    }

    private static Statistics seen(World world, MemoryModel model, Strategy strategy, int runs) {
        Epochs epochs =
                new Epochs(world, new FuzzPlan("random", 23, runs, 100, true).nothingLearnt(Profile.ofLength(1)));
        Observation observation = epochs.observation();
        try (Engine engine = new MachineEngine(world, model, Bounds.DEFAULT)) {
            engine.journal(observation.journal());
            for (int i = 0; i < runs; i++) {
                strategy.begin(i);
                observation.begin();
                assertThat(engine.run(strategy, 100)).isEqualTo(Engine.Ending.COMPLETED);
                epochs.executed(i, observation, true, () -> new int[0]);
                if (i + 1 == epochs.to()) {
                    epochs.next();
                }
            }
            epochs.next();
            return epochs.statistics(engine::covered);
        }
    }

    @Test
    void the_order_of_what_does_not_conflict_makes_no_new_class() {
        World apart = Script.named("apart").agent("a", "write x 1", "write x 2", "read z %0")
                .agent("b", "write y 1", "write y 2", "read z %0").world();
        Statistics seen = seen(apart, new Sc(), RUNS);
        assertThat(seen.classes()).isEqualTo(1);
        assertThat(seen.chanceOfNew()).isZero();
        assertThat(seen.pairs()).isZero();
    }

    @Test
    void two_writes_and_two_writes_have_six_orders() {
        World together = Script.named("together").agent("a", "write x 1", "write x 2")
                .agent("b", "write x 3", "write x 4").world();
        assertThat(seen(together, new Sc(), RUNS).classes()).isEqualTo(6);
        assertThat(seen(together, new Tso(), RUNS).classes()).isEqualTo(6);
        // Each of a's two next to each of b's two.
        assertThat(seen(together, new Sc(), RUNS).pairs()).isEqualTo(4);
    }

    @Test
    void store_buffering_has_three_classes_and_under_tso_a_fourth() {
        World buffering = Script.named("sb").agent("a", "write x 1", "read y %0")
                .agent("b", "write y 1", "read x %0").world();
        assertThat(seen(buffering, new Sc(), RUNS).classes()).isEqualTo(3);
        assertThat(seen(buffering, new Tso(), RUNS).classes()).isEqualTo(4);
    }

    @Test
    void reads_between_two_writes_are_a_set() {
        World readers = Script.named("readers").agent("a", "write x 1").agent("b", "read x %0")
                .agent("c", "read x %0").world();
        assertThat(seen(readers, new Sc(), RUNS).classes()).isEqualTo(4);
    }

    @Test
    void after_one_execution_a_new_class_is_certain_by_the_estimate() {
        World together = Script.named("together").agent("a", "write x 1", "write x 2")
                .agent("b", "write x 3", "write x 4").world();
        assertThat(seen(together, new Sc(), 1).chanceOfNew()).isEqualTo(1);
    }

    @Test
    void a_site_that_was_not_reached_is_not_counted() {
        World half = Script.named("half").agent("a", "read x %0", "if %0 == 0 end", "write y 1", ": end").world();
        Statistics seen = seen(half, new Sc(), 1);
        assertThat(seen.sites() - seen.reached()).isEqualTo(1);
    }

    @Test
    void a_class_counts_as_single_until_it_is_seen_again() {
        Classes classes = new Classes();
        for (long number : new long[] {5, 7, 5, 9}) {
            classes.add(number);
        }
        assertThat(classes.counted()).isEqualTo(4);
        assertThat(classes.classes()).isEqualTo(3);
        assertThat(classes.single()).isEqualTo(2);
    }

    @Test
    void classes_are_remembered_when_the_table_grows() {
        Classes classes = new Classes();
        for (int round = 0; round < 2; round++) {
            for (long number = 1; number <= 100_000; number++) {
                assertThat(classes.add(number << 20 | number)).isEqualTo(round == 0);
            }
        }
        assertThat(classes.classes()).isEqualTo(100_000);
        assertThat(classes.single()).isZero();
    }

    /// By hand: of x three sites of a and two of b, not counting two reads; of y one of each.
    @Test
    void pairs_that_could_race_are_counted_from_the_programs() {
        World world = Script.named("pairs").agent("a", "write x 1", "read x %0", "write x 2", "write y 1")
                .agent("b", "read x %0", "write x 3", "read y %1").world();
        Statistics seen = seen(world, new Sc(), RUNS);
        assertThat(seen.possible()).isEqualTo(3 * 2 - 1 + 1);
        assertThat(seen.pairs()).isEqualTo(6);
    }

    /// All runs one by one, each with the set of its ordered pairs of conflicting operations: two runs are in one class if the sets are equal.
    @Test
    void classes_are_as_many_as_an_exhaustive_count_finds() {
        for (World world : List.of(
                Script.named("mix").agent("a", "write x 1", "read y %0", "write x 2")
                        .agent("b", "write y 1", "read x %0", "read x %1").agent("c", "write y 2").world(),
                Script.named("readers").agent("a", "write x 1", "write y 1").agent("b", "read x %0", "read y %1")
                        .agent("c", "read y %0", "read x %1").world(),
                Script.named("apart").agent("a", "write x 1", "write z 1").agent("b", "write y 1", "xchg z 2 %0")
                        .world())) {
            for (MemoryModel model : List.of(new Sc(), new Tso())) {
                long exact = new AllRuns(world, model).classes();
                assertThat(seen(world, model, 20_000).classes()).as("%s under %s", world.name(), model.name())
                        .isEqualTo(exact);
                // The negative twin: one run does not show them all.
                assertThat(seen(world, model, 1).classes()).isLessThan(exact);
            }
        }
    }

    /// With n runs and k classes equally likely, the estimate is the chance that a run's class is none of the others': (1 - 1/k)^(n - 1).
    @Test
    void the_estimate_is_right_where_all_classes_are_equally_likely() {
        World world = Script.named("even").agent("a", "choose 8 %0").agent("b", "choose 8 %0").world();
        double expected = Math.pow(1 - 1 / 64.0, 199);
        double sum = 0;
        for (int seed = 0; seed < 50; seed++) {
            sum += seen(world, new Sc(), new RandomWalk(seed), 200).chanceOfNew();
        }
        assertThat(sum / 50).isCloseTo(expected, org.assertj.core.data.Offset.offset(0.01));
    }
}
