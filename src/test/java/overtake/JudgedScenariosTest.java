package overtake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.axiom.GraphRecorder;
import overtake.axiom.Judge;
import overtake.axiom.Judgement;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.strategy.Sticky;
import overtake.memory.MemoryModel;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;
import overtake.support.Shipped;

/// Sampled runs of the shipped scenarios are executions that the axioms of the kernel's model allow, whatever they end in.
class JudgedScenariosTest {
    private static final int WALKS = 3;
    private static final int MAX_STEPS = 300;

    static Stream<Arguments> scenarios() {
        return Shipped.scenarios().stream().map(scenario -> Arguments.of(scenario.path(), scenario));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void the_axioms_allow_what_the_machine_does(String path, Scenario scenario) {
        Settings settings = Settings.load();
        if (!GraphRecorder.understands(scenario.world())) {
            return; // cache lines
        }
        for (MemoryModel model : scenario.models()) {
            assertThat(forbidden(scenario, model, settings)).isEmpty();
        }
    }

    private static List<String> forbidden(Scenario scenario, MemoryModel model, Settings settings) {
        List<String> forbidden = new ArrayList<>();
        try (Engine engine = new MachineEngine(scenario.world(), model, settings.bounds())) {
            Sticky strategy = new Sticky(1);
            for (int i = 0; i < WALKS; i++) {
                strategy.begin(i);
                GraphRecorder recorder = new GraphRecorder(scenario.world(), model);
                engine.journal(recorder);
                if (engine.run(strategy, MAX_STEPS) == Engine.Ending.ABANDONED) {
                    continue;
                }
                Judgement judgement = Judge.judge(recorder.graph());
                if (!judgement.allowed()) {
                    forbidden.add(model.name() + ", walk " + i + ": " + judgement);
                }
            }
        }
        return forbidden;
    }
}
