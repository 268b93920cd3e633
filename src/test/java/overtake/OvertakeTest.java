package overtake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.check.CheckPlan;
import overtake.explore.shrink.Shrinker;
import overtake.explore.strategy.FuzzPlan;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.property.Verdict;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;

/// The facade: what tests and the command line call.
final class OvertakeTest implements Watcher {
    @TempDir
    private Path folder;

    private final List<String> watched = new ArrayList<>();
    private final Overtake overtake = new Overtake(Settings.load(), this);
    private boolean stopping;
    private Scenario scenario;

    @Override
    public void begins(Scenario running, MemoryModel model, Campaign campaign) {
        watched.add("begins " + running.name() + " " + model.name());
        if (stopping) {
            campaign.stop();
        }
    }

    @Override
    public void shrinks(Scenario running, MemoryModel model, Shrinker shrinker) {
        watched.add("shrinks " + running.name() + " " + model.name());
    }

    @Override
    public void ended() {
        watched.add("ended");
    }

    @BeforeEach
    void load() throws IOException {
        Path file = Files.writeString(folder.resolve("sb.conf"), """
            world   = overtake.scenario.worlds.StoreBuffering
            explore { runs = 500, seed = 3 }
            expect  { sc = pass, tso = fail, property = someone-sees }
            """);
        scenario = overtake.load(file, Overrides.NONE);
    }

    @AfterEach
    void close() {
        overtake.close();
    }

    private Request request(EngineKind engine) {
        return Request.of(engine, folder.resolve("runs"));
    }

    @Test
    void a_violation_comes_with_its_trace_and_its_schedule() {
        Result result = overtake.fuzz(scenario, new Tso(), request(EngineKind.ACTORS));
        assertThat(result.verdict().property()).isEqualTo("someone-sees");
        assertThat(result.ok()).isTrue();
        Counterexample found = result.counterexample().orElseThrow();
        assertThat(found.trace().lines().getLast().fault()).isTrue();
        assertThat(found.violation().strategy()).isIn(FuzzPlan.STRATEGIES).isNotEqualTo("portfolio");
        assertThat(overtake.replay(found.schedule().orElseThrow(), EngineKind.MACHINE).divergence()).isEmpty();
    }

    @Test
    void a_pass_covers_all_runs_and_leaves_nothing_behind() {
        Result result = overtake.fuzz(scenario, new Sc(), request(EngineKind.MACHINE));
        assertThat(result.verdict()).isEqualTo(new Verdict.Pass());
        assertThat(result.cost().executions()).isEqualTo(500);
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void a_watcher_hears_of_each_campaign() {
        overtake.run(scenario, new Sc(), request(EngineKind.MACHINE));
        overtake.run(scenario, new Tso(), request(EngineKind.MACHINE));
        assertThat(watched).containsExactly("begins sb sc", "ended", "begins sb tso", "ended", "shrinks sb tso",
                "ended");
    }

    @Test
    void a_campaign_that_is_stopped_is_unknown() {
        stopping = true;
        Result result = overtake.fuzz(scenario, new Sc(), request(EngineKind.MACHINE));
        assertThat(result.verdict()).isEqualTo(new Verdict.Unknown(List.of("interrupted")));
        assertThat(result.bounds()).containsExactly("interrupted");
        assertThat(result.ok()).isFalse();
    }

    @Test
    void executions_for_the_goals_of_a_check_can_be_stopped() throws IOException {
        Path file = Files.writeString(folder.resolve("goal.conf"), """
            world  = overtake.scenario.worlds.StoreBuffering
            expect { sc = pass }
            goals  = ["cpu0 store_then_load/READ_ONCE(memory.y) reads cpu1 run/WRITE_ONCE(memory.y)"]
            """);
        Scenario withGoal = overtake.load(file, Overrides.NONE);
        CheckPlan plan = CheckPlan.DEFAULT;
        Result whole = overtake.check(withGoal, new Sc(), plan, request(EngineKind.MACHINE));
        assertThat(whole.goals().getFirst().executions()).isEqualTo(2000);
        stopping = true;
        Result stopped = overtake.check(withGoal, new Sc(), plan, request(EngineKind.MACHINE));
        assertThat(stopped.goals().getFirst().executions()).isLessThan(2000);
        assertThat(stopped.verdict()).as("the check itself was over").isEqualTo(new Verdict.Pass());
    }

    @Test
    void a_schedule_that_cannot_be_written_does_not_lose_the_violation() throws IOException {
        Path runs = Files.createDirectory(folder.resolve("runs"));
        Files.delete(Path.of(scenario.path()));
        Result result = overtake.fuzz(scenario, new Tso(), request(EngineKind.MACHINE));
        assertThat(result.verdict()).isInstanceOf(Verdict.Fail.class);
        assertThat(result.counterexample().orElseThrow().schedule()).isEmpty();
        assertThat(result.notes()).isNotEmpty()
                .allMatch(note -> note.contains("a schedule file cannot be written there"));
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void a_failing_engine_is_reported_with_what_makes_it_fail_again() {
        var bug = new IllegalStateException("state [1, 2]");
        EngineFailure failure = EngineFailure.of(scenario, new Tso(), request(EngineKind.ACTORS),
                overtake.settings().bounds(), bug);
        assertThat(failure).hasCause(bug)
                .hasMessageContaining("state [1, 2]")
                .hasMessageContaining("model tso, engine actors, seed 3");
    }

    @Test
    void programs_are_listed_with_their_sites() {
        Listing listing = overtake.disassemble(scenario);
        assertThat(listing.agents()).extracting(Listing.Agent::name).containsExactly("cpu0", "cpu1");
        assertThat(listing.agents().getFirst().lines()).anyMatch(Listing.Line::step);
        assertThat(listing.sites()).anyMatch(site -> site.site().equals("run/smp_mb") && site.canBeDropped());
    }
}
