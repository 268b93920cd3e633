package overtake.cli.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.cli.Cli;
import overtake.cli.session.Monitor;
import overtake.support.Golden;

final class MutateCommandTest {
    @TempDir
    private Path folder;

    private Cli cli;
    private String scenario;

    @BeforeEach
    void write() throws IOException {
        cli = new Cli(folder);
        scenario = cli.storeBuffering("sb", "params { fence = smp-mb }", "expect { sc = pass, tso = pass }");
    }

    @Test
    void the_table_says_which_fence_carries_weight_under_which_model() {
        Cli.Done done = cli.runOut("mutate", scenario, "--quiet");
        assertThat(done.exit()).as(done.err()).isZero();
        Golden.check(Path.of("src/test/resources/golden/patch/mutate.txt"), done.out());
    }

    @Test
    void json_has_the_keys_of_the_contract_and_a_run_for_each_load_bearing_fence() {
        Cli.Done done = cli.runOut("mutate", scenario, "--model", "tso", "--json");
        assertThat(done.exit()).isZero();
        JsonNode results = done.json().get("results");
        assertThat(results).hasSize(8).allSatisfy(result -> {
            assertThat(result.get("command").asText()).isEqualTo("mutate");
            assertThat(result.get("model").asText()).isEqualTo("tso");
            assertThat(result.get("site").asText()).endsWith("/smp_mb");
            assertThat(result.get("change").asText()).isIn("drop", "weaken to smp_rmb", "weaken to smp_wmb",
                    "weaken to smp_mb__before_atomic");
            assertThat(result.get("verdict").asText()).isEqualTo("load-bearing");
            assertThat(result.get("property").asText()).isEqualTo("someone-sees");
            assertThat(result.get("base").asText()).isEqualTo("pass");
            assertThat(result.get("base_proved").asBoolean()).isTrue();
        });
        assertThat(cli.run("replay", results.get(0).get("schedule").asText()).exit()).isZero();
    }

    @Test
    void a_site_restricts_it_and_progress_goes_to_standard_error() {
        Cli.Done done = cli.runOut("mutate", scenario, "--model", "sc", "--site", "store_then_load/smp_mb");
        assertThat(done.err()).contains("3 of 4: store_then_load/smp_mb weaken to smp_wmb, sc: redundant (");
        assertThat(done.out()).contains("sc with nothing changed: pass, all orderings, ");
    }

    @Test
    void pairs_are_made_of_what_is_not_needed_alone() {
        Cli.Done done = cli.runOut("mutate", scenario, "--model", "sc", "--pairs", "--json");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.err()).contains("1 pairs under sc: ");
        JsonNode last = done.json().get("results").get(8);
        assertThat(last.get("change").asText()).isEqualTo("drop both");
        assertThat(last.get("sites")).hasSize(2);
        assertThat(last.get("verdict").asText()).isEqualTo("redundant");
        Cli.Done needed = cli.runOut("mutate", scenario, "--model", "tso", "--pairs", "--json");
        assertThat(needed.json().get("results")).hasSize(8);
    }

    @Test
    void where_a_check_does_not_end_lkmm_is_fuzzed_and_a_pass_is_unknown() {
        Cli.Done done = cli.runOut(
                "mutate", scenario, "--model", "lkmm", "--max-states", "2", "--runs", "300", "--set",
                "params.writer-only=true");
        assertThat(done.exit()).as(done.err()).isEqualTo(3);
        assertThat(done.out()).contains("unknown").contains("nothing in 300 executions")
                .contains("lkmm with nothing changed: pass, 300 executions, which is no proof");
    }

    @Test
    void bad_input_is_refused() throws IOException {
        String broken = cli.storeBuffering("broken", "expect { sc = pass, tso = fail }");
        cli.runOut("mutate", broken).refusedWith("fails already under tso with nothing changed: someone-sees");
        cli.runOut("mutate", scenario, "--site", "store_then_load/smp_m")
                .refusedWith("no agent has a site store_then_load/smp_m; did you mean store_then_load/smp_mb");
        cli.runOut("mutate", scenario, "--site", "store_then_load/WRITE_ONCE(memory.x)")
                .refusedWith("has nothing to drop or weaken");
        cli.runOut("mutate", scenario, "--max-states", "none").refusedWith("--max-states is \"none\"");
        cli.runOut("mutate", cli.inFolder("nowhere.conf")).refusedWith("no such file");
    }

    @Test
    void an_interrupt_keeps_the_results_so_far() {
        Monitor monitor = new Monitor(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        monitor.interrupt();
        Cli.Done done = cli.run(monitor, "mutate", scenario, "--json", "--out", cli.inFolder("runs"));
        assertThat(done.exit()).isEqualTo(130);
        assertThat(done.json().get("results")).isEmpty();
        done = cli.run(monitor, "mutate", scenario, "--out", cli.inFolder("runs"));
        assertThat(done.exit()).isEqualTo(130);
        assertThat(done.out()).matches("interrupted; 0 of \\d+ changes were tried\n");
    }
}
