package overtake.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.explore.strategy.FuzzPlan;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;
import overtake.support.RunRecord;
import overtake.support.Shipped;

/// Every shipped scenario makes the same runs on actors as on the machine, under each of its models.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenariosOnActorsTest {
    private static final int SEEDS = 200;
    private static final int LKMM_SEEDS = 50;
    private static final int FEW_SEEDS = 10;
    private static final int FEW_LKMM_SEEDS = 4;
    private static final Settings SETTINGS = Settings.load();

    private final ActorRuntime runtime = new ActorRuntime();

    @AfterAll
    void end() {
        runtime.close();
    }

    static Stream<Arguments> scenariosAndModels() {
        return Shipped.scenariosAndModels();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scenariosAndModels")
    void runs_are_the_same_for_some_seeds(String name, String word, Scenario scenario, MemoryModel model) {
        same(scenario, model, model instanceof Lkmm ? FEW_LKMM_SEEDS : FEW_SEEDS);
    }

    @Tag("nightly")
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scenariosAndModels")
    void runs_are_the_same_for_many_seeds(String name, String word, Scenario scenario, MemoryModel model) {
        same(scenario, model, model instanceof Lkmm ? LKMM_SEEDS : SEEDS);
    }

    private void same(Scenario scenario, MemoryModel model, int seeds) {
        var plan = new FuzzPlan("portfolio", 11, SEEDS, scenario.fuzzing().maxSteps(), true);
        try (Engine machine = new MachineEngine(scenario.world(), model, SETTINGS.bounds());
                Engine actors = runtime.open(scenario.world(), model, SETTINGS.bounds())) {
            Strategy strategy = plan.newStrategy(scenario.world(), plan.profile(machine));
            for (int seed = 0; seed < seeds; seed++) {
                strategy.begin(seed);
                RunRecord expected = RunRecord.of(machine, strategy, plan.maxSteps());
                strategy.begin(seed);
                RunRecord run = RunRecord.of(actors, strategy, plan.maxSteps());
                assertThat(run).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }
}
