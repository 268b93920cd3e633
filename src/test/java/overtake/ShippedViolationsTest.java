package overtake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.explain.Explanation;
import overtake.explore.shrink.Shrinker;
import overtake.machine.Machine;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.program.World;
import overtake.scenario.Exploration;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;
import overtake.support.Comments;
import overtake.support.Shipped;
import overtake.trace.Pick;
import overtake.trace.PickNames;

/// The violations of the first system's scenarios that expect one, under the models whose runs are cheap to search.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedViolationsTest {
    private Path out = Path.of("");
    private final Overtake overtake = new Overtake(Settings.load(), Watcher.NONE);
    private final List<Found> found = new ArrayList<>();

    record Found(Scenario scenario, MemoryModel model, Counterexample counterexample) {
        Shrinker.Result shrunk() {
            return counterexample.shrunk().orElseThrow().result();
        }

        @Override
        public String toString() {
            return scenario.name() + " " + model.name();
        }
    }

    @BeforeAll
    void find(@TempDir Path folder) {
        out = folder;
        Shipped.scenarios("pfncache-lockless").forEach(this::find);
    }

    private void find(Scenario scenario) {
        for (MemoryModel model : scenario.models()) {
            boolean fails = !(model instanceof Lkmm)
                    && scenario.expectation().verdict(model).filter("fail"::equals).isPresent();
            if (fails && !(scenario.exploration() instanceof Exploration.Schedule)) {
                Result result = overtake.fuzz(scenario, model, Request.of(EngineKind.MACHINE, out));
                found.add(new Found(scenario, model, result.counterexample().orElseThrow()));
            }
        }
    }

    @AfterAll
    void close() {
        overtake.close();
    }

    Stream<Found> violations() {
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("violations")
    void a_violation_is_made_smaller_and_stays_what_it_was(Found violation) {
        assertThat(violation.shrunk().after()).isLessThanOrEqualTo(violation.shrunk().before());
        assertThat(violation.scenario().expectation().properties())
                .contains(violation.counterexample().violation().fault().property());
        var shrinker = new Shrinker(violation.scenario().world(), violation.model(), overtake.settings().bounds(),
                violation.scenario().fuzzing().maxSteps());
        assertThat(shrinker.shrink(violation.shrunk().steps()).after()).isEqualTo(violation.shrunk().after());
    }

    @ParameterizedTest
    @MethodSource("violations")
    void a_smaller_run_is_recorded_and_replays(Found violation) {
        Path file = violation.counterexample().schedule().orElseThrow();
        assertThat(overtake.replay(file, EngineKind.ACTORS).divergence()).isEmpty();
        Path original = violation.counterexample().shrunk().orElseThrow().original().orElseThrow();
        assertThat(overtake.replay(original, EngineKind.MACHINE).divergence()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("violations")
    void the_names_of_a_schedule_hold_when_comments_move_the_lines_of_its_agents(Found violation) {
        World edited = Comments.inFront(violation.scenario().world());
        var machine = new Machine(edited, violation.model(), overtake.settings().bounds());
        PickNames names = new PickNames(machine);
        for (Pick pick : violation.shrunk().picks()) {
            int step = names.find(pick);
            assertThat(step).as("%s", pick).isNotEqualTo(PickNames.NONE);
            names.apply(step);
        }
        assertThat(machine.ending(names.state()).orElseThrow().property())
                .isEqualTo(violation.shrunk().fault().property());
    }

    Stream<Found> someOfTheViolations() {
        Set<String> names = Set.of("without-refresh-smp_mb", "stale-cache", "start-read_lock", "uhva-after-fence");
        return found.stream().filter(each -> names.contains(each.scenario().name()));
    }

    @ParameterizedTest
    @MethodSource("someOfTheViolations")
    void a_violation_is_explained(Found violation) {
        Path file = violation.counterexample().schedule().orElseThrow();
        Explanation explanation = overtake.explain(file).explanation();
        boolean sc = violation.scenario().expectation().verdict(new Sc()).filter("fail"::equals).isPresent();
        assertThat(explanation.sentence()).contains(sc ? " came " : " overtook ")
                .containsPattern("(is broken|the run ends in [a-z-]+)\\.$");
        assertThat(explanation.kind()).startsWith(sc ? "happens without" : "cannot happen without");
        assertThat(explanation.remedy().isPresent()).isEqualTo(!sc);
    }

    @Test
    void nine_of_ten_violations_are_as_small_as_can_be() {
        long minimal = found.stream().filter(each -> each.shrunk().minimal() == Shrinker.Minimality.MINIMAL).count();
        assertThat(found).isNotEmpty();
        assertThat(10 * minimal).isGreaterThanOrEqualTo(9L * found.size());
    }
}
