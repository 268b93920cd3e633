package overtake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Replay;
import overtake.explore.Strategy;
import overtake.explore.strategy.FuzzPlan;
import overtake.explore.strategy.Profile;
import overtake.machine.Bounds;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.program.Instruction;
import overtake.program.Invariant;
import overtake.program.Program;
import overtake.property.Verdict;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;
import overtake.support.RunRecord;
import overtake.support.Shipped;

/// Every scenario that we ship, under each of its models.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedScenariosTest {
    /// Executions of what must not fail; what must fail has all that its file gives it, and mostly fails soon.
    private static final long QUICK_RUNS = 300;

    private static final long QUICK_LKMM_RUNS = 60;
    private static final int MAX_STEPS = 2000;
    private static final int LENGTH = 60;
    private static final int SEEDS = 5;

    @TempDir
    private Path out;

    private final Overtake overtake = new Overtake(Settings.load(), Watcher.NONE);
    private final SortedSet<String> broken = new TreeSet<>();

    @AfterAll
    void close() {
        overtake.close();
    }

    static Stream<Arguments> scenariosAndModels() {
        return Shipped.scenariosAndModels();
    }

    private Result run(Scenario scenario, MemoryModel model, EngineKind engine, Optional<Long> runs) {
        Request all = Request.of(engine, out);
        Request request = new Request(engine, all.strategy(), all.seed(), runs, all.time(), all.jobs(),
                all.maxSteps(), all.keepGoing(), out, Request.Shrinking.OFF);
        return overtake.run(scenario, model, request);
    }

    @Order(1)
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scenariosAndModels")
    void a_scenario_is_decided_as_it_expects(String name, String word, Scenario scenario, MemoryModel model) {
        Optional<String> expected = scenario.expectation().verdict(model);
        assertThat(expected).as("%s expects nothing of %s", name, word).isPresent();
        boolean fails = expected.equals(Optional.of("fail"));
        Optional<Long> runs =
                fails ? Optional.empty() : Optional.of(model instanceof Lkmm ? QUICK_LKMM_RUNS : QUICK_RUNS);
        Result result = run(scenario, model, EngineKind.ACTORS, runs);
        broken.add(result.verdict().property());
        boolean tooFew = expected.equals(Optional.of("unknown")) || result.verdict() instanceof Verdict.Vacuous;
        assertThat(result.ok() || !fails && tooFew).as("%s under %s: %s", name, word, result.verdict()).isTrue();
    }

    @Tag("nightly")
    @Order(2)
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scenariosAndModels")
    void a_scenario_is_decided_as_it_expects_in_all_its_runs(
            String name, String word, Scenario scenario, MemoryModel model) {
        Result result = run(scenario, model, EngineKind.ACTORS, Optional.empty());
        assertThat(result.ok()).as("%s under %s: %s", name, word, result.verdict()).isTrue();
    }

    @Order(3)
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scenariosAndModels")
    void replaying_the_picks_of_a_run_makes_the_same_run(
            String name, String word, Scenario scenario, MemoryModel model) {
        FuzzPlan plan = new FuzzPlan("sticky", 5, 1, MAX_STEPS, false);
        try (Engine machine = new MachineEngine(scenario.world(), model, Bounds.DEFAULT)) {
            Strategy strategy = plan.newStrategy(scenario.world(), Profile.ofLength(LENGTH));
            for (int seed = 0; seed < SEEDS; seed++) {
                strategy.begin(seed);
                RunRecord first = RunRecord.of(machine, strategy, MAX_STEPS);
                Replay replay = new Replay(first.picks());
                replay.begin(0);
                assertThat(RunRecord.of(machine, replay, MAX_STEPS)).as("%s under %s", name, word).isEqualTo(first);
            }
        }
    }

    /// After [#a_scenario_is_decided_as_it_expects], which notes what was broken.
    @Order(4)
    @Test
    void every_property_of_the_worlds_is_broken_by_a_scenario() {
        SortedSet<String> stated = new TreeSet<>();
        for (Scenario scenario : Shipped.scenarios()) {
            scenario.world().invariants().stream().map(Invariant::name).forEach(stated::add);
            for (Program program : scenario.world().programs()) {
                program.instructions().stream()
                        .filter(Instruction.Check.class::isInstance)
                        .map(check -> ((Instruction.Check) check).property())
                        .forEach(stated::add);
            }
        }
        assertThat(stated).isNotEmpty();
        assertThat(broken).containsAll(withoutNumbers(stated));
    }

    /// The properties of a second cache are those of the first.
    private static SortedSet<String> withoutNumbers(SortedSet<String> names) {
        SortedSet<String> bare = new TreeSet<>();
        names.forEach(name -> bare.add(name.replaceAll("[0-9]+$", "")));
        return bare;
    }
}
