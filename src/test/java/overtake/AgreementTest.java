package overtake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.check.CheckPlan;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckResult;
import overtake.explore.MachineEngine;
import overtake.explore.strategy.FuzzPlan;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.scenario.Exploration;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;
import overtake.support.Shipped;

/// Fuzzing and checking of the scenarios that we ship break the same properties. What the fuzzer breaks and a complete check does not, is a bug of one of the two.
/// What a check breaks the fuzzer must break too, with as many executions as that takes, up to a bound.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AgreementTest {
    /// How much is done in one of the two rings of tests.
    ///
    /// @param states stored by a check; beyond them it says nothing of what the fuzzer does not find
    /// @param runs of the fuzzer at first
    /// @param mostRuns of the fuzzer while it lacks what the check has broken
    private record Effort(long states, long lkmmStates, long runs, long lkmmRuns, long mostRuns, long mostLkmmRuns) {
        long states(MemoryModel model) {
            return model instanceof Lkmm ? lkmmStates : states;
        }

        long runs(MemoryModel model) {
            return model instanceof Lkmm ? lkmmRuns : runs;
        }

        long mostRuns(MemoryModel model) {
            return model instanceof Lkmm ? mostLkmmRuns : mostRuns;
        }
    }

    private static final List<String> SMALL = List.of("pfncache-lockless/", "regressions/");
    private static final Effort QUICK = new Effort(1_500, 0, 200, 0, 20_000, 0);
    private static final Effort NIGHTLY = new Effort(4_000_000, 40_000, 4_000, 400, 2_000_000, 100_000);

    /// What the fuzzer does not find in four million executions of its portfolio: a leaf is frozen, aged and invalidated within a few steps of each other.
    private static final Map<String, String> RARE =
            Map.of("lockless-aging/frozen-leaf-use-after-free.conf tso", "use-after-free");

    private final Settings settings = Settings.load();

    static Stream<Arguments> scenariosAndModels() {
        return Shipped.scenariosAndModels();
    }

    private SortedSet<String> fuzzed(Scenario scenario, MemoryModel model, long runs) {
        Exploration.Fuzz says = scenario.fuzzing();
        var plan = new FuzzPlan(says.strategy(), says.seed(), runs, says.maxSteps(), true);
        SortedSet<String> broken = new TreeSet<>();
        new Campaign(plan, () -> new MachineEngine(scenario.world(), model, settings.bounds()), 1).run().violations()
                .forEach(violation -> broken.add(violation.fault().property()));
        return broken;
    }

    private CheckResult checked(Scenario scenario, MemoryModel model, long states) {
        CheckPlan plan = CheckPlan.DEFAULT.withGoal(Goal.NAMES_ONLY).withMaxStates(states).withMemory(512L << 20);
        return new Checker(settings, Watcher.NONE).check(scenario, model, plan);
    }

    private void agree(String name, String word, Scenario scenario, MemoryModel model, Effort effort) {
        CheckResult check = checked(scenario, model, effort.states(model));
        long runs = effort.runs(model);
        SortedSet<String> fuzz = fuzzed(scenario, model, runs);
        while (!fuzz.containsAll(check.properties()) && runs < effort.mostRuns(model)) {
            runs *= 10;
            fuzz = fuzzed(scenario, model, runs);
        }
        if (check.complete()) {
            assertThat(check.properties()).as("what the fuzzer found under %s", word).containsAll(fuzz);
        }
        SortedSet<String> expected = new TreeSet<>(check.properties());
        expected.remove(RARE.getOrDefault(name + " " + word, ""));
        assertThat(fuzz).as("what the checker found under %s, in %d executions", word, runs).containsAll(expected);
    }

    static Stream<Arguments> small() {
        return scenariosAndModels().filter(arguments -> !(arguments.get()[3] instanceof Lkmm)
                && SMALL.stream().anyMatch(((String) arguments.get()[0])::startsWith));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("small")
    void fuzzer_and_checker_agree_where_that_is_quick(String name, String word, Scenario scenario, MemoryModel model) {
        agree(name, word, scenario, model, QUICK);
    }

    @Tag("nightly")
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scenariosAndModels")
    void fuzzer_and_checker_agree(String name, String word, Scenario scenario, MemoryModel model) {
        agree(name, word, scenario, model, NIGHTLY);
    }
}
