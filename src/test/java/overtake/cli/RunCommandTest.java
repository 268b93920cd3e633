package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.cli.session.Monitor;

final class RunCommandTest {
    private static final String RIGHT = "expect { sc = pass, tso = fail, property = someone-sees }";

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void open() {
        cli = new Cli(folder);
    }

    private String schedule(String name, String expect, String... directives) throws IOException {
        return cli.scenario(name, "world = overtake.scenario.worlds.StoreBuffering\n" + expect + "\nschedule = [\""
                + String.join("\", \"", directives) + "\"]\n");
    }

    @Test
    void expectations_that_are_met_end_well() throws IOException {
        Cli.Done done = cli.runOut("run", cli.storeBuffering("sb", RIGHT));
        assertThat(done.exit()).isZero();
        assertThat(done.out()).contains("ok      sc    pass     expected pass", "ok      tso   fail     expected fail")
                .contains("someone-sees", "1 scenario: 3 as expected, 0 not, 0 errors");
    }

    @Test
    void an_expectation_that_is_not_met_is_a_failure() throws IOException {
        Cli.Done done = cli.runOut("run", cli.storeBuffering("sb", "expect { sc = pass, tso = pass }"));
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).contains("NOT OK  tso   fail     expected pass", "./overtake replay ");
    }

    @Test
    void another_property_than_the_expected_one_is_a_failure() throws IOException {
        Cli.Done done = cli.runOut(
                "run", cli.storeBuffering("sb", "expect { sc = pass, tso = fail, property = deadlock }"));
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).contains("NOT OK  tso   fail     expected fail", "expected property: deadlock");
    }

    @Test
    void an_answer_that_was_expected_but_not_reached_is_unknown() throws IOException {
        Cli.Done done = cli.runOut("run", cli.storeBuffering("sb", RIGHT), "--model", "sc", "--max-steps", "1");
        assertThat(done.exit()).isEqualTo(3);
        assertThat(done.out()).contains("NOT OK  sc    unknown  expected pass");
    }

    @Test
    void unknown_can_be_what_is_expected() throws IOException {
        String scenario = cli.storeBuffering("sb", "models = [sc]", "expect { sc = unknown }");
        assertThat(cli.runOut("run", scenario, "--max-steps", "1").exit()).isZero();
    }

    @Test
    void a_folder_means_all_scenarios_below_it_in_order() throws IOException {
        cli.storeBuffering("b/second", RIGHT);
        cli.storeBuffering("a/first", RIGHT);
        Files.writeString(folder.resolve("a/notes.txt"), "no scenario");
        JsonNode results = cli.runOut("run", folder.toString(), "--json", "--model", "sc").json().get("results");
        assertThat(results.findValuesAsText("scenario"))
                .containsExactly(cli.inFolder("a/first.conf"), cli.inFolder("b/second.conf"));
    }

    @Test
    void schedules_that_runs_left_below_a_folder_are_no_scenarios() throws IOException {
        cli.storeBuffering("weak", "models = [tso]", "expect { tso = fail }");
        String runs = cli.inFolder("runs");
        assertThat(cli.runOut("run", folder.toString()).exit()).isZero();
        assertThat(Path.of(runs)).isDirectoryContaining(file -> file.toString().endsWith(".conf"));
        Cli.Done again = cli.runOut("run", folder.toString(), "--json");
        assertThat(again.exit()).isZero();
        assertThat(again.json().get("results")).hasSize(1);
        cli.runOut("run", runs).refusedWith("all files below it that end in .conf are schedule files");
    }

    @Test
    void a_file_with_errors_does_not_stop_the_others() throws IOException {
        cli.scenario("a", "expect { }\n");
        cli.storeBuffering("b", RIGHT);
        Cli.Done done = cli.runOut("run", folder.toString(), "--json");
        assertThat(done.exit()).isEqualTo(2);
        assertThat(done.json().get("results").findValuesAsText("verdict")).containsExactly("pass", "fail", "fail");
        assertThat(done.json().get("errors").get(0).get("file").asText()).isEqualTo(cli.inFolder("a.conf"));
        assertThat(done.json().get("errors").get(0).get("line").asInt()).isEqualTo(1);
        assertThat(done.err()).contains("a.conf:1: missing key world");
    }

    @Test
    void results_say_whether_they_are_as_expected_and_of_which_system() throws IOException {
        JsonNode result = cli.runOut("run", cli.storeBuffering("sb", RIGHT), "--json", "--model", "tso").result();
        assertThat(result.get("command").asText()).isEqualTo("run");
        assertThat(result.get("ok").asBoolean()).isTrue();
        assertThat(result.get("system").asText()).isEqualTo("machinery");
    }

    @Test
    void a_schedule_is_carried_out() throws IOException {
        String scenario = schedule("s", "expect { sc = pass, tso = fail, property = someone-sees }",
                "cpu0 until store_then_load/READ_ONCE(memory.y)", "cpu1 to end");
        Cli.Done done = cli.runOut("run", scenario, "--json");
        assertThat(done.exit()).isZero();
        assertThat(done.json().get("results").findValuesAsText("strategy")).containsOnly("schedule");
        assertThat(done.json().get("results").findValuesAsText("executions")).containsOnly("1");
    }

    @Test
    void a_schedule_that_led_to_a_violation_can_be_replayed() throws IOException {
        String scenario = schedule("s", "models = [tso]\nexpect { tso = fail }",
                "cpu0 until store_then_load/READ_ONCE(memory.y)", "cpu1 to end");
        String file = cli.runOut("run", scenario, "--json").result().get("schedule").asText();
        assertThat(cli.run("replay", file).exit()).isZero();
    }

    @Test
    void a_schedule_that_cannot_be_carried_out_is_wrong_input() throws IOException {
        String scenario = schedule("s", "models = [tso]\nexpect { tso = pass }", "deliver cpu0 3");
        cli.runOut("run", scenario)
                .refusedWith(scenario + ":4: `deliver cpu0 3`: nothing travels from cpu0 any more after 1");
    }

    @Test
    void a_schedule_that_cannot_be_carried_out_is_unknown_where_the_file_says_so() throws IOException {
        String scenario = schedule("s", "expect { sc = pass, tso = unknown }", "deliver cpu0 3");
        Cli.Done done = cli.runOut("run", scenario, "--json");
        assertThat(done.exit()).isZero();
        assertThat(done.json().get("results").get(1).get("bounds_hit").get(0).asText()).isEqualTo("schedule");
        assertThat(done.err()).contains("nothing travels from cpu0 any more");
    }

    @Test
    void a_schedule_that_takes_too_long_says_where_it_was() throws IOException {
        String scenario = schedule("s", "models = [tso]\nexpect { tso = unknown }", "cpu0 to end", "cpu1 to end");
        Cli.Done done = cli.runOut("run", scenario, "--max-steps", "1");
        assertThat(done.exit()).isZero();
        assertThat(done.err())
                .contains("max-steps 1 met under tso: " + scenario + ":4: `cpu1 to end`: not done by then; "
                        + "stores still travel from cpu0, cpu1: deliver them");
    }

    @Test
    void nothing_is_refused() {
        cli.run("run").refusedWith("Missing required parameter: 'PATH'");
    }

    @Test
    void a_folder_without_scenarios_is_refused() throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        cli.run("run", cli.inFolder("empty")).refusedWith("no file below it ends in .conf");
    }

    @Test
    void a_missing_path_is_refused_and_the_others_run() throws IOException {
        String right = cli.storeBuffering("sb", RIGHT);
        Cli.Done done = cli.runOut("run", cli.inFolder("nowhere.conf"), right, "--model", "sc");
        assertThat(done.exit()).isEqualTo(2);
        assertThat(done.err()).contains("nowhere.conf: no such file");
        assertThat(done.out()).contains("ok      sc    pass");
    }

    @Test
    void an_interrupt_keeps_the_results_so_far() throws IOException {
        Monitor monitor = new Monitor(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        monitor.interrupt();
        Cli.Done done =
                cli.run(monitor, "run", cli.storeBuffering("sb", RIGHT), "--json", "--out", cli.inFolder("runs"));
        assertThat(done.exit()).isEqualTo(130);
        assertThat(done.json().get("results")).isEmpty();
    }
}
