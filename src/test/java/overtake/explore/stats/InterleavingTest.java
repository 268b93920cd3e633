package overtake.explore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.RandomWalk;
import overtake.explore.Strategy;
import overtake.machine.Bounds;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.support.Script;

final class InterleavingTest {
    private static final int RUNS = 3000;

    private static Statistics seen(World world, MemoryModel model, int runs) {
        Observation observation = new Observation(world);
        try (Engine engine = new MachineEngine(world, model, Bounds.DEFAULT)) {
            engine.journal(observation.journal());
            Strategy strategy = new RandomWalk(23);
            for (int i = 0; i < runs; i++) {
                strategy.begin(i);
                observation.begin();
                assertThat(engine.run(strategy, 100)).isEqualTo(Engine.Ending.COMPLETED);
                observation.end();
            }
            return Observation.statistics(world, List.of(observation), engine::covered);
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
    void classes_are_the_same_however_they_are_shared_among_jobs() {
        Classes one = new Classes();
        Classes other = new Classes();
        for (long number : new long[] {5, 7, 5}) {
            one.add(number);
        }
        other.add(7);
        other.add(9);
        assertThat(Classes.statistics(List.of(one, other), 0, 0, 0)).isEqualTo(new Statistics(5, 3, 1, 0, 0, 0));
    }
}
