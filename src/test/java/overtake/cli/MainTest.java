package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import overtake.Campaign;
import overtake.Overtake;
import overtake.cli.output.Document;
import overtake.cli.output.Report;
import overtake.cli.session.Console;
import overtake.cli.session.ExitCode;
import overtake.cli.session.Monitor;
import overtake.cli.session.Session;
import overtake.explore.stats.Epochs;

final class MainTest {
    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void open() {
        cli = new Cli(folder);
    }

    @Test
    void help_lists_the_commands_that_exist() {
        Cli.Done done = cli.run("--help");
        assertThat(done.exit()).isZero();
        assertThat(done.out())
                .contains("  list ", "  run ", "  fuzz ", "  replay ", "  disasm ", "  bench ", "  new ", "  watch ",
                        "  doctor ", "  completion ")

                .contains("Exit codes: 0");
        assertThat(done.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "run", "fuzz", "check", "replay", "litmus", "shrink", "explain", "disasm", "bench",
        "new",
        "watch", "doctor", "completion"})
    void every_command_has_help_and_a_version(String command) {
        assertThat(cli.run(command, "--help").out()).startsWith("Usage: overtake " + command);
        assertThat(cli.run(command, "--version").out()).isEqualTo("overtake " + Overtake.version() + "\n");
    }

    @Test
    void the_version_is_on_standard_output() {
        assertThat(cli.run("--version")).isEqualTo(new Cli.Done(0, "overtake " + Overtake.version() + "\n", ""));
    }

    @Test
    void no_command_is_refused() {
        cli.run().refusedWith(
                "no command; expected one of list, run, fuzz, check, replay, shrink, explain, compare, mutate, litmus, disasm, bench");
    }

    @Test
    void an_unknown_command_is_answered_with_the_nearest() {
        cli.run("fuz", "x.conf").refusedWith("unknown command fuz; expected one of list")
                .refusedWith("did you mean fuzz or run?");
    }

    @Test
    void wrong_usage_is_a_document_if_one_is_asked_for() {
        Cli.Done done = cli.run("fuzz", "--json");
        assertThat(done.exit()).isEqualTo(2);
        assertThat(done.json().get("command").asText()).isEqualTo("fuzz");
        assertThat(done.json().get("results")).isEmpty();
        assertThat(done.json().get("errors")).hasSize(1);
    }

    @Test
    void scenarios_are_listed_by_folder() throws IOException {
        cli.storeBuffering("one/sb", "expect { sc = pass, tso = fail }");
        Cli.Done done = cli.run("list", folder.toString());
        assertThat(done.exit()).isZero();
        assertThat(done.out()).contains("machinery", "sc pass, tso fail", "store buffering");
    }

    @Test
    void a_listing_has_a_result_for_each_scenario_and_model() throws IOException {
        cli.storeBuffering("sb", "expect { sc = pass, tso = fail, property = someone-sees }");
        JsonNode results = cli.run("list", folder.toString(), "--json").json().get("results");
        assertThat(results.findValuesAsText("model")).containsExactly("sc", "tso", "lkmm");
        assertThat(results.findValuesAsText("expected")).containsExactly("pass", "fail", "null");
        assertThat(results.get(0).get("ok").asBoolean()).isTrue();
        assertThat(results.get(0).get("system").asText()).isEqualTo("machinery");
        assertThat(results.get(0).get("verdict").isNull()).isTrue();
    }

    @Test
    void a_wrong_scenario_does_not_stop_a_listing() throws IOException {
        cli.scenario("a", "world = nowhere\n");
        cli.storeBuffering("b", "expect { sc = pass, tso = fail }");
        Cli.Done done = cli.run("list", folder.toString());
        assertThat(done.exit()).isEqualTo(2);
        assertThat(done.out()).contains("b.conf");
        assertThat(done.err()).contains("a.conf:1: no class nowhere");
    }

    @Test
    void a_program_is_shown_beside_its_source_lines() throws IOException {
        String scenario = cli.storeBuffering("sb", "params { fence = smp-wmb }", "expect { sc = pass, tso = fail }");
        Cli.Done done = cli.run("disasm", scenario);
        assertThat(done.exit()).isZero();
        assertThat(done.out()).contains("cpu0: ", "cpu1: ", "smp_wmb();", "* smp_wmb", "- store_then_load/smp_wmb");
        assertThat(cli.run("disasm", scenario, "cpu1").out()).doesNotContain("cpu0: ");
    }

    @Test
    void a_listing_of_programs_names_the_sites_that_can_be_dropped() throws IOException {
        String scenario = cli.storeBuffering("sb", "params { fence = smp-wmb }", "expect { sc = pass, tso = fail }");
        JsonNode result = cli.run("disasm", scenario, "cpu0", "--json").result();
        assertThat(result.get("agent").asText()).isEqualTo("cpu0");
        assertThat(result.get("instructions")).isNotEmpty();
        for (JsonNode site : result.get("sites")) {
            String name = site.get("site").asText();
            int exit = cli.run("disasm", scenario, "--drop", name).exit();
            assertThat(exit).as(name).isEqualTo(site.get("drop").asBoolean() ? 0 : 2);
        }
    }

    @Test
    void an_unknown_agent_is_refused() throws IOException {
        String scenario = cli.storeBuffering("sb", "expect { sc = pass, tso = fail }");
        cli.run("disasm", scenario, "cpu2")
                .refusedWith("no agent cpu2; expected one of cpu0, cpu1; did you mean cpu0 or cpu1?");
    }

    @Test
    void the_checker_is_measured_too() throws IOException {
        String scenario = cli.storeBuffering("sb", "models = [sc, tso]", "expect { sc = pass, tso = fail }");
        JsonNode results = cli.run("bench", scenario, "--check", "--json", "--quiet").json().get("results");
        assertThat(results.findValuesAsText("name")).contains("check sc full states", "check tso reduced new states",
                "check tso full two jobs against one");
        assertThat(results).hasSize(40).allMatch(row -> row.get("value").asDouble() > 0);
    }

    @Test
    void measurements_are_rows_of_name_unit_and_value() throws IOException {
        String scenario = cli.storeBuffering("sb", "models = [tso]", "expect { tso = fail }");
        JsonNode results = cli.run("bench", scenario, "--time", "20ms", "--json", "--quiet").json().get("results");
        assertThat(results.findValuesAsText("name")).contains("lift, repeated", "actors tso deliveries",
                "machine tso steps");
        assertThat(results.findValuesAsText("unit")).containsOnly("s", "1/s", "1/CPU-s", "% of CPU", "% of time");
        // What statistics cost may be lost in noise, on either side.
        assertThat(results)
                .allMatch(row -> row.get("unit").asText().startsWith("% of") || row.get("value").asDouble() > 0);
    }

    @Test
    void measuring_on_a_file_that_is_not_there_is_refused() {
        cli.run("bench", cli.inFolder("x.conf")).refusedWith("x.conf: no such file");
    }

    @Test
    void a_bug_of_ours_is_reported_without_a_stack_trace_unless_it_is_wanted() {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var bug = new IllegalStateException("state [1, 2]");
        for (boolean debug : new boolean[] {false, true}) {
            var console = new Console(new PrintStream(out), new PrintStream(err), 80, false, false, debug);
            Document document = new Document("fuzz");
            assertThat(Session.report(bug, document, console)).isEqualTo(ExitCode.BUG);
            assertThat(document.text()).contains("state [1, 2]");
            assertThat(err.toString(StandardCharsets.UTF_8).contains("\tat ")).isEqualTo(debug);
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("a bug of Overtake", "please report it")
                .contains("OVERTAKE_DEBUG=1 shows where it happened");
        assertThat(out.size()).isZero();
    }

    @Test
    void the_worst_of_several_ends_decides() {
        assertThat(ExitCode.UNKNOWN.or(ExitCode.OK)).isEqualTo(ExitCode.UNKNOWN);
        assertThat(ExitCode.UNKNOWN.or(ExitCode.VIOLATED).code()).isEqualTo(1);
        assertThat(ExitCode.VIOLATED.or(ExitCode.WRONG_INPUT).code()).isEqualTo(2);
        assertThat(ExitCode.BUG.or(ExitCode.WRONG_INPUT).code()).isEqualTo(70);
        assertThat(ExitCode.BUG.or(ExitCode.INTERRUPTED).code()).isEqualTo(130);
    }

    @Test
    void progress_says_how_far_how_fast_and_what_was_found() {
        assertThat(Monitor.line("x.conf tso",
                new Campaign.Progress(50_000, 100_000, 0, 7, 0, new Epochs.Count(49_000, 1200, 0.0125)), 2))
                .isEqualTo(
                        "fuzzing x.conf tso: 50,000 of 100,000 executions, 25,000/s, 1,200 interleavings (next new: 0.013), 7 cut, no violation yet, 2 s");
        assertThat(Monitor.line("x.conf sc",
                new Campaign.Progress(10, Long.MAX_VALUE, 0, 0, 2, new Epochs.Count(0, 0, 1)), 10))
                .isEqualTo("fuzzing x.conf sc: 10 executions, 1/s, 2 found, 10 s");
    }

    @Test
    void a_command_to_replay_can_be_pasted_into_a_shell() {
        assertThat(List.of(Report.replayCommand("runs/a__b-tso-1.conf"), Report.replayCommand("my runs/it's.conf")))
                .containsExactly("./overtake replay runs/a__b-tso-1.conf", "./overtake replay 'my runs/it'\\''s.conf'");
    }
}
