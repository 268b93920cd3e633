package overtake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.check.CheckPlan;
import overtake.machine.Machine;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.scenario.Exploration;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;
import overtake.support.Comments;
import overtake.support.Shipped;
import overtake.trace.Pick;
import overtake.trace.PickNames;

/// What becomes of violations that strategies find, against the smallest run that the checker knows, over all shipped scenarios that must fail and
/// that the checker covers. The figures go to `target/smallest-runs.txt`.
@Tag("nightly")
class SmallestRunsTest {
    private static final long MOST_STATES = 300_000;
    private static final double MOST_SECONDS = 5;
    private static final Path FIGURES = Path.of("target/smallest-runs.txt");

    private final List<String> longer = new ArrayList<>();
    private final List<String> slow = new ArrayList<>();
    private int compared;

    @Test
    void a_shrunk_violation_is_as_short_as_the_checkers_in_nine_of_ten_and_takes_five_seconds_at_most(
            @TempDir Path out) throws IOException {
        Files.writeString(FIGURES, "lines after shrinking, lines of the checker's run, seconds to shrink\n");
        try (Overtake overtake = new Overtake(Settings.load(), Watcher.NONE)) {
            for (Scenario scenario : Shipped.scenarios()) {
                measure(overtake, scenario, out);
            }
        }
        Files.writeString(FIGURES,
                String.format(Locale.ROOT, "%d compared, %d longer, %d slower than %.0f s%n", compared,
                        longer.size(), slow.size(), MOST_SECONDS),
                StandardOpenOption.APPEND);
        assertThat(compared).isGreaterThan(50);
        assertThat(longer).hasSizeLessThanOrEqualTo(compared / 10);
        assertThat(slow).isEmpty();
    }

    private void measure(Overtake overtake, Scenario scenario, Path out) throws IOException {
        for (MemoryModel model : scenario.models()) {
            boolean fails = scenario.expectation().verdict(model).filter("fail"::equals).isPresent();
            if (fails && !(scenario.exploration() instanceof Exploration.Schedule)) {
                measure(overtake, scenario, model, out);
            }
        }
    }

    private void measure(Overtake overtake, Scenario scenario, MemoryModel model, Path out) throws IOException {
        String name = scenario.path() + " " + model.name();
        Request request = new Request(EngineKind.MACHINE, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), false, out, Request.Shrinking.OFF);
        Result raw = overtake.fuzz(scenario, model, request);
        if (raw.counterexample().isEmpty()) {
            return; // a rare one, which other tests look for
        }
        long start = System.nanoTime();
        Shrunk shrunk = overtake.shrink(raw.counterexample().get().schedule().orElseThrow(), Optional.of(out));
        double seconds = Overtake.secondsSince(start);
        if (seconds > MOST_SECONDS) {
            slow.add(name + " " + seconds);
        }
        int lines = shrunk.trace().lines().size();
        String property = shrunk.result().fault().property();
        replaysAfterAnEdit(overtake, scenario, model, shrunk, name);
        int shortest = model instanceof Lkmm ? 0 : shortest(overtake, scenario, model, property, request);
        if (shortest > 0) {
            compared++;
            if (lines > shortest) {
                longer.add(name);
            }
        }
        Files.writeString(FIGURES, String.format(Locale.ROOT, "%s %d %d %.2f%n", name, lines, shortest, seconds),
                StandardOpenOption.APPEND);
    }

    /// The lines of the smallest run that the checker knows to break the same; 0 if it does not come to an end.
    private static int shortest(Overtake overtake, Scenario scenario, MemoryModel model, String property,
            Request request) {
        Result result = overtake.check(scenario, model, CheckPlan.DEFAULT.withMaxStates(MOST_STATES), request);
        return result.counterexample()
                .filter(found -> found.violation().fault().property().equals(property))
                .map(found -> found.trace().lines().size()).orElse(0);
    }

    private static void replaysAfterAnEdit(
            Overtake overtake, Scenario scenario, MemoryModel model, Shrunk shrunk, String name) {
        PickNames names = new PickNames(
                new Machine(Comments.inFront(scenario.world()), model, overtake.settings().bounds()));
        for (Pick pick : shrunk.result().picks()) {
            int step = names.find(pick);
            assertThat(step).as("%s %s", name, pick).isNotEqualTo(PickNames.NONE);
            names.apply(step);
        }
    }
}
