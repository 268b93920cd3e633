package overtake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.explore.Engine;
import overtake.explore.FuzzPlan;
import overtake.explore.MachineEngine;
import overtake.explore.Profile;
import overtake.explore.Replay;
import overtake.explore.Strategy;
import overtake.machine.Bounds;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.program.Instruction;
import overtake.program.Invariant;
import overtake.program.Program;
import overtake.property.Verdict;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;
import overtake.support.RunRecord;

/// Every scenario that we ship, under each of its models.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedScenariosTest {
    private static final Path SCENARIOS = Path.of("scenarios");
    private static final long QUICK_RUNS = 3000;
    private static final long FEW_RUNS = 500;
    private static final int MAX_STEPS = 2000;
    private static final int LENGTH = 60;

    @TempDir
    private Path out;

    private final Overtake overtake = new Overtake(Settings.load(), Watcher.NONE);
    private final List<Scenario> scenarios = new ArrayList<>();

    @BeforeAll
    void load() throws IOException {
        try (Stream<Path> files = Files.walk(SCENARIOS)) {
            files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .forEach(file -> scenarios.add(overtake.load(file, Overrides.NONE)));
        }
    }

    @AfterAll
    void close() {
        overtake.close();
    }

    Stream<Arguments> scenariosAndModels() {
        return scenarios.stream()
                .flatMap(scenario -> scenario.models().stream().map(model -> Arguments.of(
                        Path.of(scenario.path()).getFileName().toString(), model.name(), scenario, model)));
    }

    private Result run(Scenario scenario, MemoryModel model, EngineKind engine, Optional<Long> runs) {
        Request all = Request.of(engine, out);
        Request request = new Request(engine, all.strategy(), all.seed(), runs, all.time(), all.jobs(),
                all.maxSteps(), all.keepGoing(), out);
        return overtake.run(scenario, model, request);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scenariosAndModels")
    void a_scenario_is_decided_as_it_expects(String name, String word, Scenario scenario, MemoryModel model) {
        assertThat(scenario.expectation().verdict(model)).as("%s expects nothing of %s", name, word).isPresent();
        boolean slow = model instanceof Lkmm;
        boolean passes = scenario.expectation().verdict(model).equals(Optional.of("pass"));
        // ScenariosOnActorsTest shows that the engines make the same runs
        EngineKind engine = slow ? EngineKind.MACHINE : EngineKind.ACTORS;
        Result result = run(scenario, model, engine, Optional.of(slow && passes ? FEW_RUNS : QUICK_RUNS));
        assertThat(result.ok()).as("%s under %s: %s", name, word, result.verdict()).isTrue();
    }

    @Tag("nightly")
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scenariosAndModels")
    void a_scenario_is_decided_as_it_expects_in_all_its_runs(
            String name, String word, Scenario scenario, MemoryModel model) {
        Result result = run(scenario, model, EngineKind.ACTORS, Optional.empty());
        assertThat(result.ok()).as("%s under %s: %s", name, word, result.verdict()).isTrue();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scenariosAndModels")
    void replaying_the_picks_of_a_run_makes_the_same_run(
            String name, String word, Scenario scenario, MemoryModel model) {
        FuzzPlan plan = new FuzzPlan("sticky", 5, 1, MAX_STEPS, false);
        try (Engine machine = new MachineEngine(scenario.world(), model, Bounds.DEFAULT)) {
            Strategy strategy = plan.newStrategy(scenario.world(), Profile.ofLength(LENGTH));
            for (int seed = 0; seed < 20; seed++) {
                strategy.begin(seed);
                RunRecord first = RunRecord.of(machine, strategy, MAX_STEPS);
                Replay replay = new Replay(first.picks());
                replay.begin(0);
                assertThat(RunRecord.of(machine, replay, MAX_STEPS)).as("%s under %s", name, word).isEqualTo(first);
            }
        }
    }

    @Test
    void every_property_of_the_worlds_is_broken_by_a_scenario() {
        SortedSet<String> stated = new TreeSet<>();
        SortedSet<String> broken = new TreeSet<>();
        for (Scenario scenario : scenarios) {
            scenario.world().invariants().stream().map(Invariant::name).forEach(stated::add);
            for (Program program : scenario.world().programs()) {
                program.instructions().stream()
                        .filter(Instruction.Check.class::isInstance)
                        .map(check -> ((Instruction.Check) check).property())
                        .forEach(stated::add);
            }
            for (MemoryModel model : scenario.models()) {
                if (scenario.expectation().verdict(model).orElseThrow().equals("fail")) {
                    Verdict verdict = run(scenario, model, EngineKind.MACHINE, Optional.empty()).verdict();
                    broken.add(verdict.property());
                }
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
