package overtake.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import overtake.explore.strategy.RandomWalk;
import overtake.machine.Bounds;
import overtake.machine.Step;
import overtake.memory.Tso;
import overtake.support.TestWorlds;

final class ContinuationTest {
    @Test
    void given_picks_are_made_first_and_another_strategy_goes_on() {
        try (Engine engine = new MachineEngine(TestWorlds.storeBuffering(), new Tso(), Bounds.DEFAULT)) {
            List<Integer> beginning = List.of(Step.of(1, Step.CHANNEL, 0), Step.of(1, Step.REQUEST, 0));
            Continuation strategy = new Continuation(beginning, new RandomWalk(1));
            strategy.begin(0);
            assertThat(engine.run(strategy, 100)).isEqualTo(Engine.Ending.COMPLETED);
            assertThat(List.of(engine.step(0), engine.step(1))).isEqualTo(beginning);
            assertThat(engine.steps()).isGreaterThan(2);
        }
    }

    @Test
    void a_pick_that_is_not_possible_hands_over() {
        try (Engine engine = new MachineEngine(TestWorlds.storeBuffering(), new Tso(), Bounds.DEFAULT)) {
            Continuation strategy = new Continuation(List.of(Step.of(0, Step.INTERRUPT, 0)), new RandomWalk(1));
            strategy.begin(0);
            assertThat(engine.run(strategy, 100)).isEqualTo(Engine.Ending.COMPLETED);
        }
    }
}
