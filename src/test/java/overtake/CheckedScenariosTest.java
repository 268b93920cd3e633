package overtake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.check.CheckPlan;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckResult;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.scenario.Exploration;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;
import overtake.support.Shipped;

/// The checker finds what the scenarios that we fuzz expect. [AgreementTest] compares with what the fuzzer finds.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CheckedScenariosTest {
    private static final long FEW_STATES = 12_000;

    private final Settings settings = Settings.load();
    static Stream<Arguments> scenariosAndModels() {
        return Shipped.scenarios().stream()
                .filter(scenario -> !(scenario.exploration() instanceof Exploration.Schedule))
                .flatMap(scenario -> scenario.models().stream()
                        .filter(model -> !(model instanceof Lkmm))
                        .map(model -> Arguments.of(scenario.path(), model.name(), scenario, model)));
    }

    /// Those that `run` does not check anyway.
    static Stream<Arguments> fuzzed() {
        return scenariosAndModels().filter(arguments -> {
            Scenario scenario = (Scenario) arguments.get()[2];
            return scenario.exploration() instanceof Exploration.Fuzz;
        });
    }

    private void agrees(Scenario scenario, MemoryModel model, long maxStates) {
        CheckPlan plan = CheckPlan.DEFAULT.withGoal(Goal.NAMES_ONLY).withMaxStates(maxStates);
        CheckResult result = new Checker(settings, Watcher.NONE).check(scenario, model, plan);
        List<String> expected = scenario.expectation().properties();
        String word = scenario.expectation().verdict(model).orElseThrow();
        if (word.equals("pass")) {
            assertThat(result.properties()).isEmpty();
        } else if (word.equals("fail") && result.complete() && !expected.contains("not-exercised")) {
            assertThat(result.properties()).isNotEmpty();
            assertThat(expected.isEmpty() || result.properties().stream().anyMatch(expected::contains)).isTrue();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("fuzzed")
    void the_checker_finds_what_is_expected(String path, String word, Scenario scenario, MemoryModel model) {
        agrees(scenario, model, FEW_STATES);
    }
}
