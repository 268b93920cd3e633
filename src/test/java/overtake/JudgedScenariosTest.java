package overtake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.axiom.GraphRecorder;
import overtake.axiom.Judge;
import overtake.axiom.Judgement;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.explore.strategy.FuzzPlan;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;
import overtake.support.Shipped;

/// Sampled runs of the shipped scenarios are executions that the axioms of the kernel's model allow, whatever they end in, also under models for which
/// the scenario expects nothing.
class JudgedScenariosTest {
    private static final int RUNS = 4;
    private static final int MANY_RUNS = 1000;
    private static final int MAX_STEPS = 400;
    private static final int MANY_STEPS = 1500;

    static Stream<Arguments> scenarios() {
        return Shipped.scenarios().stream()
                .filter(scenario -> GraphRecorder.understands(scenario.world())) // not cache lines
                .map(scenario -> Arguments.of(scenario.path(), scenario));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void the_axioms_allow_what_the_machine_does(String path, Scenario scenario) {
        for (MemoryModel model : List.of(new Sc(), new Tso(), new Lkmm())) {
            assertThat(forbidden(scenario, model, 1, RUNS, MAX_STEPS)).isEmpty();
        }
    }

    @Tag("nightly")
    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void the_axioms_allow_what_the_machine_does_in_many_runs(String path, Scenario scenario) {
        assertThat(forbidden(scenario, new Lkmm(), 2, MANY_RUNS, MANY_STEPS)).isEmpty();
    }

    private static List<String> forbidden(Scenario scenario, MemoryModel model, long seed, int runs, int maxSteps) {
        List<String> forbidden = new ArrayList<>();
        FuzzPlan plan = new FuzzPlan("portfolio", seed, runs, maxSteps, true);
        try (Engine engine = new MachineEngine(scenario.world(), model, Settings.load().bounds())) {
            Strategy strategy = plan.newStrategy(scenario.world(), plan.profile(engine));
            for (int i = 0; i < runs; i++) {
                strategy.begin(i);
                GraphRecorder recorder = new GraphRecorder(scenario.world(), model);
                engine.journal(recorder);
                if (engine.run(strategy, maxSteps) == Engine.Ending.ABANDONED) {
                    continue;
                }
                Judgement judgement = Judge.judge(recorder.graph());
                if (!judgement.allowed()) {
                    forbidden.add(model.name() + ", seed " + seed + ", run " + i + ": " + judgement);
                }
            }
        }
        return forbidden;
    }
}
