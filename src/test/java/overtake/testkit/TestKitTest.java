package overtake.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static overtake.testkit.Models.SC;
import static overtake.testkit.Models.TSO;
import static overtake.testkit.ScenarioAssert.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.scenario.ScenarioException;

/// The assertions, each with a claim that holds and one that does not.
final class TestKitTest {
    private static final String TEXT = """
        world   = overtake.scenario.worlds.StoreBuffering
        models  = [sc, tso]
        explore { runs = 300 }
        expect  { sc = pass, tso = fail, property = someone-sees }
        """;

    @TempDir
    private Path folder;

    private TestScenario scenario;

    @BeforeEach
    void write() throws IOException {
        scenario = load(TEXT);
    }

    private TestScenario load(String text) throws IOException {
        return TestScenario.load(Files.writeString(folder.resolve("sb.conf"), text))
                .schedulesIn(folder.resolve("runs"));
    }

    @Test
    void a_property_that_is_never_broken_is_not() {
        assertThat(scenario).under(SC).neverViolates("someone-sees").neverViolates();
        assertThat(scenario.with("params.fence=smp-mb")).under(TSO).neverViolates("someone-sees");
    }

    @Test
    void a_broken_property_is_shown_with_its_table_and_schedule_file() {
        assertThatThrownBy(() -> assertThat(scenario).under(TSO).neverViolates("someone-sees"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("someone-sees is broken")
                .hasMessageContaining("(in flight)")
                .hasMessageContaining("VIOLATION  invariant someone-sees is broken")
                .hasMessageContaining("./overtake replay " + folder.resolve("runs"));
        assertThat(scenario).under(TSO).violates("someone-sees").neverViolates("deadlock");
    }

    @Test
    void a_fence_that_is_left_out_or_weakened_is_missed() {
        TestScenario fenced = scenario.with("params.fence=smp-mb");
        assertThat(fenced.without("store_then_load/smp_mb")).under(TSO).violates("someone-sees");
        assertThat(fenced.weakened("store_then_load/smp_mb", "smp_wmb")).under(TSO).violates("someone-sees");
        assertThatThrownBy(() -> fenced.without("store_then_load/smp_m")).isInstanceOf(ScenarioException.class)
                .hasMessageContaining("nearest are store_then_load/smp_mb");
    }

    @Test
    void a_property_that_nothing_breaks_is_not_violated() {
        assertThatThrownBy(() -> assertThat(scenario).under(SC).violates("someone-sees"))
                .hasMessageStartingWith("nothing breaks someone-sees").hasMessageContaining("PASS")
                .hasMessageContaining("300 executions");
    }

    @Test
    void a_name_with_a_slip_is_no_claim() {
        assertThatThrownBy(() -> assertThat(scenario).under(SC).neverViolates("someone-see"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("did you mean someone-sees?");
        assertThatThrownBy(() -> assertThat(scenario).under(SC).alwaysReaches("run/smp_m"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("there is no site run/smp_m");
    }

    @Test
    void a_bound_that_was_met_is_no_pass() {
        assertThatThrownBy(() -> assertThat(scenario.with("explore.max-steps=3")).under(SC).neverViolates())
                .hasMessageStartingWith("a bound was met before an answer").hasMessageContaining("max-steps 3");
    }

    @Test
    void code_that_never_runs_makes_an_empty_claim() throws IOException {
        TestScenario never =
                load(TEXT.replace("worlds.StoreBuffering", "worlds.Broken.NeverRuns").replace("someone-sees", "never"));
        assertThatThrownBy(() -> assertThat(never).under(SC).neverViolates())
                .hasMessageStartingWith("the claim is empty").hasMessageContaining("never ran");
    }

    @Test
    void a_site_that_every_execution_passes_is_always_reached() {
        assertThat(scenario).under(TSO).alwaysReaches("run/READ_ONCE(memory.x)");
    }

    @Test
    void an_execution_that_does_not_reach_a_site_is_shown() throws IOException {
        TestScenario sometimes = load(TEXT.replace("worlds.StoreBuffering", "worlds.Outcomes"));
        assertThatThrownBy(() -> assertThat(sometimes).under(SC).alwaysReaches("run/WRITE_ONCE(box.late)"))
                .hasMessageContaining("is not reached under sc in execution")
                .hasMessageContaining("READ_ONCE(box.flag)");
    }

    @Test
    void outcomes_are_all_there_are() throws IOException {
        TestScenario buffering = load(TEXT.replace("worlds.StoreBuffering", "worlds.Outcomes"));
        assertThat(buffering).under(SC).outcomes().containsExactly("reader:flag=1", "reader:flag=0")
                .contains("reader:flag=1").doesNotContain("reader:flag=2");
        assertThatThrownBy(() -> assertThat(buffering).under(SC).outcomes().containsExactly("reader:flag=1"))
                .hasMessageContaining(
                        "expected exactly\n    reader:flag=1\nfound\n    reader:flag=0\n    reader:flag=1");
        assertThatThrownBy(() -> assertThat(buffering).under(SC).outcomes().doesNotContain("reader:flag=1"))
                .hasMessageContaining("expected none of");
    }

    @Test
    void the_files_own_expectations_are_compared() throws IOException {
        assertThat(scenario).meetsItsExpectations();
        TestScenario wrong = load(TEXT.replace("tso = fail, property = someone-sees", "tso = pass"));
        assertThatThrownBy(() -> assertThat(wrong).meetsItsExpectations())
                .hasMessageStartingWith("expected pass").hasMessageContaining("FAIL");
    }
}
