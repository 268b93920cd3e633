package overtake.cli.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.cli.Cli;
import overtake.support.Golden;

final class CompareCommandTest {
    private static final String PFNCACHE = "scenarios/pfncache-lockless/with-smp_mb.conf";

    @TempDir
    private Path folder;

    private Cli cli;
    private String fenced;
    private String weak;

    @BeforeEach
    void write() throws IOException {
        cli = new Cli(folder);
        fenced = cli.storeBuffering("fenced", "params { fence = smp-mb }", "expect { sc = pass, tso = pass }");
        weak = cli.storeBuffering("weak", "params { fence = smp-mb }",
                "weaken { \"store_then_load/smp_mb\" = smp_wmb }", "expect { sc = pass, tso = fail }");
    }

    @Test
    void a_weaker_fence_gains_a_violation_and_is_what_it_hangs_on() {
        Cli.Done done = cli.runOut("compare", fenced, weak, "--model", "tso", "--json");
        assertThat(done.exit()).isEqualTo(1);
        JsonNode result = done.result();
        assertThat(result.get("verdict").asText()).isEqualTo("fail");
        assertThat(result.get("gained").toString()).contains("\"someone-sees\"");
        assertThat(result.get("lost")).isEmpty();
        JsonNode gained = result.get("properties_gained").get(0);
        assertThat(gained.get("proved").asBoolean()).isTrue();
        assertThat(gained.get("triage").asText()).startsWith("needs a store buffer");
        assertThat(cli.run("replay", gained.get("schedule").asText()).exit()).isZero();
        assertThat(result.get("sites")).hasSize(1);
        JsonNode site = result.get("sites").get(0);
        assertThat(site.get("site").asText()).isEqualTo("store_then_load/smp_mb");
        assertThat(site.get("kind").asText()).isEqualTo("changed");
        assertThat(site.get("tried").asText()).isEqualTo("after, weaken to smp_mb");
        assertThat(site.get("flips").toString()).isEqualTo("[\"someone-sees\"]");
    }

    @Test
    void the_other_way_round_it_is_lost() {
        Cli.Done done = cli.runOut("compare", weak, fenced, "--model", "tso");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.out()).startsWith("NOTHING GAINED under tso; lost: someone-sees");
    }

    @Test
    void under_sc_a_fence_changes_nothing() {
        JsonNode result = cli.runOut("compare", fenced, weak, "--model", "sc", "--json").result();
        assertThat(result.get("verdict").asText()).isEqualTo("pass");
        assertThat(result.get("gained")).isEmpty();
        assertThat(result.get("lost")).isEmpty();
    }

    @Test
    void outcomes_that_differ_are_gained_and_lost() throws IOException {
        String more = cli.storeBuffering("more", "params { fence = smp-mb, value = 2 }", "expect { sc = pass }");
        Cli.Done done = cli.runOut("compare", fenced, more, "--model", "sc", "--json");
        assertThat(done.exit()).isZero();
        JsonNode result = done.result();
        assertThat(result.get("outcomes_gained")).isNotEmpty()
                .allSatisfy(outcome -> assertThat(outcome.get("memory.x").asText()).isEqualTo("2"));
        assertThat(result.get("outcomes_lost")).isNotEmpty()
                .allSatisfy(outcome -> assertThat(outcome.get("memory.x").asText()).isEqualTo("1"));
        assertThat(result.get("not_compared").toString()).contains("differ in params.value too: 1 before, 2 after");
    }

    /// The range of active invalidations is new with the patch.
    @Test
    void a_variable_that_only_one_side_changes_is_no_difference_of_outcomes() {
        JsonNode result = cli.runOut("compare", "scenarios/pfncache-lockless/before.conf",
                "scenarios/pfncache-lockless/as-posted.conf", "--model", "sc", "--json").result();
        assertThat(result.get("outcomes_gained")).isEmpty();
        assertThat(result.get("outcomes_lost")).isEmpty();
        assertThat(result.get("not_compared").toString())
                .contains("only scenarios/pfncache-lockless/as-posted.conf changes these observables: "
                        + "kvm.mmu_gpc_invalidate_range_start, kvm.mmu_gpc_invalidate_range_end");
    }

    @Test
    void the_table_for_people() {
        Cli.Done done = cli.runOut("compare", PFNCACHE, "scenarios/pfncache-lockless/refresh-smp_wmb.conf", "--model",
                "sc", "--model", "tso", "--set", "params.invalidations=1");
        assertThat(done.exit()).as(done.err()).isEqualTo(1);
        Golden.check(Path.of("src/test/resources/golden/patch/compare.txt"),
                done.out().replace(cli.inFolder("runs"), "runs"));
    }

    @Test
    void too_large_for_a_check_under_lkmm_is_fuzzed_and_says_so() {
        Cli.Done done = cli.runOut("compare", fenced, weak, "--model", "lkmm", "--max-states", "2", "--runs", "400");
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).contains("400 executions").contains("both were fuzzed")
                .contains("before, nothing was found, which is no proof");
        Cli.Done same = cli.runOut("compare", fenced, fenced, "--model", "lkmm", "--max-states", "2", "--runs", "40");
        assertThat(same.exit()).isEqualTo(3);
    }

    @Test
    void a_bound_under_sc_is_unknown() {
        Cli.Done done = cli.runOut("compare", fenced, weak, "--model", "sc", "--max-states", "2");
        assertThat(done.exit()).isEqualTo(3);
        assertThat(done.out()).startsWith("UNKNOWN under sc").contains("met max-states 2")
                .doesNotContain(" outcomes\n");
    }

    @Test
    void bad_input_is_refused() throws IOException {
        String other = cli.scenario("other", """
            world  = overtake.scenario.worlds.Locking
            models = [sc]
            expect { sc = pass }
            """);
        cli.runOut("compare", fenced, other).refusedWith("has no property in common with " + fenced
                + ": found not-seven; expected some of someone-sees");
        String lkmm = cli.storeBuffering("lkmm", "models = [lkmm]", "expect { lkmm = fail }");
        String sc = cli.storeBuffering("sc", "models = [sc]", "expect { sc = pass }");
        cli.runOut("compare", sc, lkmm).refusedWith("is for other models than " + sc);
        cli.runOut("compare", fenced).refusedWith("AFTER");
        cli.runOut("compare", fenced, cli.inFolder("nowhere.conf")).refusedWith("no such file");
        cli.runOut("compare", fenced, weak, "--model", "arm").refusedWith("unknown model arm");
    }
}
