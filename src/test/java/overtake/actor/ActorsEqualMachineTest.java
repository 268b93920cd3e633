package overtake.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.RandomWalk;
import overtake.explore.Strategy;
import overtake.machine.Bounds;
import overtake.memory.MemoryModel;
import overtake.program.World;
import overtake.support.RunRecord;
import overtake.support.TestWorlds;

/// The law of the package: given the same picks, actors and machine make the same run, event for event.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActorsEqualMachineTest {
    private static final int SEEDS = 200;
    private static final int MAX_STEPS = 300;

    private ActorRuntime runtime;

    @BeforeAll
    void start() {
        runtime = new ActorRuntime();
    }

    @AfterAll
    void end() {
        runtime.close();
    }

    static Stream<Arguments> worldsAndModels() {
        return TestWorlds.all().stream()
                .flatMap(world -> MemoryModel.all().stream()
                        .map(model -> Arguments.of(world.name(), model.name(), world, model)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("worldsAndModels")
    void an_actor_run_equals_the_machine_run(String name, String modelName, World world, MemoryModel model) {
        try (Engine machine = new MachineEngine(world, model, Bounds.DEFAULT);
                Engine actors = runtime.open(world, model, Bounds.DEFAULT)) {
            Strategy strategy = new RandomWalk(1);
            for (int seed = 0; seed < SEEDS; seed++) {
                strategy.begin(seed);
                RunRecord expected = RunRecord.of(machine, strategy, MAX_STEPS);
                strategy.begin(seed);
                assertThat(RunRecord.of(actors, strategy, MAX_STEPS)).as("seed %d", seed).isEqualTo(expected);
            }
            assertThat(RunRecord.coverage(actors)).isEqualTo(RunRecord.coverage(machine));
            assertThat(actors.boundMet()).isEqualTo(machine.boundMet());
        }
    }
}
