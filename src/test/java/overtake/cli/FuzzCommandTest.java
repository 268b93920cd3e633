package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FuzzCommandTest {
    private static final String EXPECT = "expect { sc = pass, tso = fail, property = someone-sees }";

    @TempDir
    private Path folder;

    private Cli cli;
    private String scenario;

    @BeforeEach
    void write() throws IOException {
        cli = new Cli(folder);
        scenario = cli.storeBuffering("sb", EXPECT);
    }

    @Test
    void a_violation_is_shown_with_its_trace_and_how_to_replay_it() {
        Cli.Done done = cli.runOut("fuzz", scenario, "--model", "tso");
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).startsWith("FAIL  " + scenario + " under tso: someone-sees\n")
                .contains("overtakes #", "in flight", "VIOLATION  invariant someone-sees is broken")
                .contains("  replay     ./overtake replay " + cli.inFolder("runs/sb-tso-1.conf"));
        assertThat(Path.of(cli.inFolder("runs/sb-tso-1.conf"))).exists();
        assertThat(done.err()).isEmpty();
    }

    @Test
    void a_pass_says_what_was_covered_and_under_which_bounds() {
        Cli.Done done = cli.runOut("fuzz", scenario, "--model", "sc");
        assertThat(done.exit()).isZero();
        assertThat(done.out()).startsWith("PASS  " + scenario + " under sc\n")
                .contains("2,000 executions", "strategy portfolio, seed 3, engine actors")
                .contains("max-steps 400, store-channel 8; none was met");
        assertThat(Path.of(cli.inFolder("runs"))).doesNotExist();
    }

    @Test
    void every_model_of_the_scenario_is_fuzzed_unless_one_is_named() {
        Cli.Done done = cli.runOut("fuzz", scenario, "--json");
        assertThat(done.json().get("results").findValuesAsText("model")).containsExactly("sc", "tso", "lkmm");
        assertThat(done.json().get("results").findValuesAsText("verdict")).containsExactly("pass", "fail", "fail");
        assertThat(done.exit()).isEqualTo(1);
    }

    @Test
    void a_bound_that_was_met_makes_the_verdict_unknown() {
        Cli.Done done = cli.runOut("fuzz", scenario, "--model", "sc", "--max-steps", "2");
        assertThat(done.exit()).isEqualTo(3);
        assertThat(done.out()).startsWith("UNKNOWN").contains("max-steps 2 (2000 of 2000 executions)");
    }

    @Test
    void a_fence_that_is_weakened_to_a_full_one_helps() throws IOException {
        String weak = cli.storeBuffering("weak", "params { fence = smp-wmb }", EXPECT);
        assertThat(cli.runOut("fuzz", weak, "--model", "tso").exit()).isEqualTo(1);
        assertThat(cli.runOut("fuzz", weak, "--model", "tso", "--weaken", "store_then_load/smp_wmb=smp_mb").exit())
                .isZero();
    }

    @Test
    void a_fence_that_is_dropped_is_missed() throws IOException {
        String fenced = cli.storeBuffering("fenced", "params { fence = smp-mb }", "expect { sc = pass, tso = pass }");
        assertThat(cli.runOut("fuzz", fenced, "--model", "tso").exit()).isZero();
        assertThat(cli.runOut("fuzz", fenced, "--model", "tso", "--drop", "store_then_load/smp_mb").exit())
                .isEqualTo(1);
    }

    @Test
    void a_parameter_is_set_from_the_command_line() {
        assertThat(cli.runOut("fuzz", scenario, "--model", "tso", "--set", "params.fence=smp-mb").exit()).isZero();
    }

    @Test
    void the_document_has_every_key_of_the_contract() {
        JsonNode result = cli.runOut("fuzz", scenario, "--model", "tso", "--json").result();
        assertThat(List.copyOf(result.properties().stream().map(java.util.Map.Entry::getKey).toList())).contains(
                "command",
                "scenario", "brief", "engine", "model", "verdict", "expected", "property", "seed", "strategy",
                "executions", "deliveries", "states", "seconds", "bounds_hit", "schedule", "trace", "version");
        assertThat(result.get("command").asText()).isEqualTo("fuzz");
        assertThat(result.get("scenario").asText()).isEqualTo(scenario);
        assertThat(result.get("brief").asText()).isEqualTo("9.1");
        assertThat(result.get("engine").asText()).isEqualTo("actors");
        assertThat(result.get("expected").asText()).isEqualTo("fail");
        assertThat(result.get("property").asText()).isEqualTo("someone-sees");
        assertThat(result.get("seed").asLong()).isEqualTo(3);
        assertThat(result.get("states").isNull()).isTrue();
        assertThat(result.get("bounds_hit").isArray()).isTrue();
        assertThat(Path.of(result.get("schedule").asText())).exists();
    }

    @Test
    void the_trace_in_the_document_says_what_overtook_what() {
        JsonNode trace = cli.runOut("fuzz", scenario, "--model", "tso", "--json").result().get("trace");
        assertThat(trace.get(0).properties().stream().map(java.util.Map.Entry::getKey))
                .contains("n", "agent", "site", "event", "line", "overtakes");
        assertThat(trace.findValuesAsText("event")).contains("send", "perform", "deliver").endsWith("violation");
        assertThat(trace).anyMatch(line -> !line.get("overtakes").isEmpty());
    }

    @Test
    void under_lkmm_a_store_that_reaches_another_cpu_is_a_delivery() {
        JsonNode result = cli.runOut("fuzz", scenario, "--model", "lkmm", "--no-shrink", "--json").result();
        assertThat(result.get("verdict").asText()).isEqualTo("fail");
        assertThat(result.get("bounds_hit")).isEmpty();
        assertThat(result.has("abandoned")).isTrue();
        assertThat(result.get("trace").findValuesAsText("event")).contains("perform", "learn");
        assertThat(result.get("trace")).anyMatch(line -> !line.get("overtakes").isEmpty());
        assertThat(result.get("trace")).anyMatch(line -> line.has("delivers"));
    }

    @Test
    void a_pass_under_lkmm_says_its_bounds() {
        Cli.Done done = cli.runOut("fuzz", scenario, "--model", "lkmm", "--set", "params.fence=smp-mb");
        assertThat(done.exit()).isZero();
        assertThat(done.out()).contains("PASS", "window 62, guesses 62, store-table 64; none was met");
    }

    @Test
    void a_null_stands_for_what_there_is_not() {
        JsonNode result = cli.runOut("fuzz", scenario, "--model", "sc", "--json").result();
        assertThat(result.get("schedule").isNull()).isTrue();
        assertThat(result.get("property").isNull()).isTrue();
        assertThat(result.get("trace")).isEmpty();
    }

    @Test
    void both_engines_find_the_same() {
        JsonNode actors = cli.runOut("fuzz", scenario, "--model", "tso", "--json").result();
        JsonNode machine = cli.runOut("fuzz", scenario, "--model", "tso", "--json", "--engine", "machine").result();
        assertThat(machine.get("engine").asText()).isEqualTo("machine");
        assertThat(machine.get("trace")).isEqualTo(actors.get("trace"));
        assertThat(machine.get("executions")).isEqualTo(actors.get("executions"));
    }

    @Test
    void what_is_found_does_not_depend_on_the_number_of_jobs() {
        JsonNode one = cli.runOut("fuzz", scenario, "--model", "tso", "--json").result();
        JsonNode two = cli.runOut("fuzz", scenario, "--model", "tso", "--json", "--jobs", "2").result();
        assertThat(two.get("trace")).isEqualTo(one.get("trace"));
    }

    @Test
    void the_options_take_the_place_of_the_file() {
        JsonNode result = cli.runOut("fuzz", scenario, "--model", "sc", "--json", "--runs", "5", "--seed", "-7",
                "--strategy", "pct").result();
        assertThat(result.get("executions").asInt()).isEqualTo(5);
        assertThat(result.get("seed").asInt()).isEqualTo(-7);
        assertThat(result.get("strategy").asText()).isEqualTo("pct");
    }

    @Test
    void time_alone_is_what_a_campaign_is_given() {
        JsonNode result = cli.runOut("fuzz", scenario, "--model", "sc", "--json", "--time", "300ms").result();
        assertThat(result.get("verdict").asText()).isEqualTo("pass");
        assertThat(result.get("executions").asLong()).isPositive();
    }

    @Test
    void time_beside_runs_is_a_bound() {
        Cli.Done done = cli.runOut(
                "fuzz", scenario, "--model", "sc", "--json", "--time", "300ms", "--runs", "9000000000000");
        assertThat(done.result().get("verdict").asText()).isEqualTo("unknown");
        assertThat(done.result().get("bounds_hit").get(0).asText()).startsWith("time (");
        assertThat(done.exit()).isEqualTo(3);
    }

    @Test
    void keeping_going_covers_all_runs() {
        JsonNode result = cli.runOut("fuzz", scenario, "--model", "tso", "--json", "--keep-going").result();
        assertThat(result.get("executions").asInt()).isEqualTo(2000);
        assertThat(result.get("violations")).hasSize(1);
        assertThat(result.get("violations").get(0).get("property").asText()).isEqualTo("someone-sees");
    }

    @Test
    void quiet_leaves_the_verdict_only() {
        Cli.Done done = cli.runOut("fuzz", scenario, "--model", "tso", "--quiet");
        assertThat(done.out()).isEqualTo("FAIL  " + scenario + " under tso: someone-sees\n");
    }

    @Test
    void a_folder_for_schedules_that_is_a_file_is_refused_before_the_work() throws IOException {
        Files.writeString(folder.resolve("runs"), "mine");
        cli.runOut("fuzz", scenario).refusedWith("is not a folder");
        assertThat(folder.resolve("runs")).hasContent("mine");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--runs       | -1    | --runs is \"-1\"; expected a whole number from 1",
        "--runs       | 0     | --runs is \"0\"; expected a whole number from 1",
        "--runs       | many  | --runs is \"many\"; expected a whole number from 1",
        "--seed       | x     | --seed is \"x\"; expected a whole number",
        "--jobs       | 65    | --jobs is \"65\"; expected a whole number from 1 to 64",
        "--max-steps  | 0     | --max-steps is \"0\"; expected a whole number from 1 to 1000000",
        "--time       | soon  | --time is \"soon\"; expected a time such as 30s, 1.5m or 1h",
        "--time       | 0s    | --time is \"0s\"; expected a time such as 30s, 1.5m or 1h",
        "--strategy   | pcd   | --strategy is \"pcd\"; expected one of portfolio, random, sticky, pct, pos, surw, guided, guided-pos, bursts, hesitant, lazy-pos, pct-early, pct-late, surw-hesitant, surw-pos, overtakes-0, overtakes-1, overtakes-2, overtakes-3; did you mean pct",
        "--engine     | actor | --engine is \"actor\"; expected one of actors, machine; did you mean actors?",
        "--model      | x86   | --model: unknown model x86; expected some of sc, tso, lkmm",
        "--drop       | a/b   | has a site a/b",
        "--weaken     | a/b   | --weaken a/b; expected SITE=smp_wmb",
        "--set        | a     | --set a; expected path=value",
        "--set        | a=1   | unknown key a",
        "--modl       | tso   | unknown option --modl",
    })
    void a_wrong_option_is_answered_with_what_is_right(String option, String value, String message) {
        cli.runOut("fuzz", scenario, option, value).refusedWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--runs", "--model", "--drop", "--out"})
    void an_option_without_its_value_is_refused(String option) {
        cli.run("fuzz", scenario, option).refusedWith("Missing required parameter for option '" + option + "'");
    }

    @Test
    void a_missing_file_is_refused() {
        cli.run("fuzz", cli.inFolder("sc.conf"))
                .refusedWith("no such file; expected a scenario file; did you mean sb.conf?");
    }

    @Test
    void a_folder_is_refused() {
        cli.run("fuzz", folder.toString()).refusedWith("is a directory; expected a scenario file");
    }

    @Test
    void an_empty_file_is_refused() throws IOException {
        cli.run("fuzz", cli.scenario("empty", "")).refusedWith("empty.conf:1: the file is empty");
    }

    @Test
    void no_file_is_refused() {
        cli.run("fuzz").refusedWith("Missing required parameter: 'SCENARIO'");
    }

    @Test
    void two_files_are_refused() {
        cli.run("fuzz", scenario, scenario).refusedWith("unexpected argument " + scenario);
    }

    @Test
    void wrong_input_is_in_the_document_too() {
        Cli.Done done = cli.run("fuzz", scenario, "--json", "--set", "params.value=9");
        assertThat(done.exit()).isEqualTo(2);
        assertThat(done.json().get("results")).isEmpty();
        assertThat(done.json().get("errors").get(0).get("message").asText()).contains("params.value is 9");
        assertThat(done.err()).contains("params.value is 9");
    }
}
