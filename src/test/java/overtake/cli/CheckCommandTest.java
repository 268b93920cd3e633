package overtake.cli;

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
import overtake.cli.session.Monitor;

final class CheckCommandTest {
    private static final String RIGHT = "expect { sc = pass, tso = fail, property = someone-sees }";

    @TempDir
    private Path folder;

    private Cli cli;
    private String scenario;

    @BeforeEach
    void write() throws IOException {
        cli = new Cli(folder);
        scenario = cli.storeBuffering("sb", RIGHT);
    }

    @Test
    void a_pass_says_what_was_covered() {
        Cli.Done done = cli.runOut("check", scenario, "--model", "sc");
        assertThat(done.exit()).isZero();
        assertThat(done.out())
                .startsWith("PASS  " + scenario + " under sc\n")
                .containsPattern("covered +all orderings, [0-9,]+ states, [0-9,]+ transitions, depth \\d+")
                .contains("max-states 20000000, store-channel 8; none was met")
                .contains("all 2 ends of agents and guarded sites were reached")
                .contains("of a state taken for another one: ");
    }

    @Test
    void a_violation_comes_with_its_shortest_run_which_the_actors_make_again() {
        Cli.Done done = cli.runOut("check", scenario, "--model", "tso", "--json");
        assertThat(done.exit()).isEqualTo(1);
        JsonNode result = done.result();
        assertThat(result.get("property").asText()).isEqualTo("someone-sees");
        assertThat(result.get("minimum").toString())
                .isEqualTo("{\"overtakes\":1,\"switches\":2,\"steps\":6,\"proved\":\"all\"}");
        String schedule = result.get("schedule").asText();
        assertThat(cli.run("replay", schedule).exit()).isZero();
        assertThat(cli.run("replay", schedule, "--engine", "machine").exit()).isZero();
    }

    @Test
    void a_livelock_is_a_way_in_and_a_round_which_replays() throws IOException {
        String waiting = cli.scenario("waiting", """
            world = overtake.scenario.worlds.Waiting
            models = [sc, tso]
            expect { sc = fail, tso = fail, property = livelock }
            check { livelock = true }
            """);
        Cli.Done done = cli.runOut("check", waiting, "--model", "tso");
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).contains("VIOLATION  livelock", "broken     livelock",
                "steps lead back to where they begin; no order of steps leads out",
                "stuck      cpu0 goes round at run/READ_ONCE(memory.flag) and changes nothing: it waits for a store",
                "stuck      cpu1 waits at Raiser.run/spin_lock(memory.lock) for memory.lock, held by cpu0",
                "fewest steps before the round: proved");
        assertThat(cli.runOut("run", waiting).exit()).isZero();
        JsonNode result = cli.runOut("check", waiting, "--model", "tso", "--json").result();
        assertThat(result.get("round").asInt()).isEqualTo(2);
        assertThat(result.get("inescapable").asBoolean()).isTrue();
        assertThat(result.get("violations").get(0).get("standings").get(1).get("holders").get(0).asText())
                .isEqualTo("held by cpu0");
        String schedule = result.get("schedule").asText();
        assertThat(cli.run("replay", schedule).out()).startsWith("REPLAYED  ");
        assertThat(cli.run("replay", schedule, "--engine", "machine").exit()).isZero();
        cli.run("shrink", schedule).refusedWith("cannot be made smaller: it is a livelock");
        cli.run("explain", schedule).refusedWith("cannot be explained: it is a livelock");
        assertThat(cli.runOut("check", waiting, "--model", "sc", "--set", "params.locked=false", "--livelock").out())
                .startsWith("PASS");
    }

    @Test
    void json_has_the_keys_of_the_contract() {
        JsonNode result = cli.runOut("check", scenario, "--model", "sc", "--json").result();
        assertThat(result.get("command").asText()).isEqualTo("check");
        assertThat(result.get("engine").asText()).isEqualTo("checker");
        assertThat(result.get("verdict").asText()).isEqualTo("pass");
        assertThat(result.get("states").asLong()).isPositive();
        assertThat(result.get("transitions").asLong()).isGreaterThanOrEqualTo(result.get("states").asLong() - 1);
        assertThat(result.get("depth").asInt()).isPositive();
        assertThat(result.get("complete").asBoolean()).isTrue();
        assertThat(result.get("bounds_hit")).isEmpty();
        assertThat(result.get("seed").isNull()).isTrue();
        assertThat(result.get("schedule").isNull()).isTrue();
    }

    @Test
    void a_bound_that_is_met_is_named() {
        Cli.Done done =
                cli.runOut("check", scenario, "--model", "tso", "--max-states", "3", "--no-reduction", "--json");
        assertThat(done.exit()).isEqualTo(3);
        assertThat(done.result().get("verdict").asText()).isEqualTo("unknown");
        assertThat(done.result().get("bounds_hit").toString()).isEqualTo("[\"max-states 3\"]");
        assertThat(done.result().get("states").asLong()).isLessThanOrEqualTo(3);
    }

    @Test
    void run_carries_a_check_section_out() throws IOException {
        String checked = cli.scenario("c", """
            world  = overtake.scenario.worlds.StoreBuffering
            check  { max-states = 1000, memory-mib = 1, jobs = 1, reduction = false }
            expect { sc = pass, tso = fail, property = someone-sees }
            """);
        Cli.Done done = cli.runOut("run", checked, "--model", "sc", "--model", "tso", "--json");
        assertThat(done.exit()).as(done.err()).isZero();
        for (JsonNode result : done.json().get("results")) {
            assertThat(result.get("engine").asText()).isEqualTo("checker");
            assertThat(result.get("ok").asBoolean()).isTrue();
        }
    }

    @Test
    void wrong_values_are_refused() {
        cli.run("check", scenario, "--max-states", "0").refusedWith("--max-states is \"0\"; expected a whole number");
        cli.run("check", scenario, "--memory", "lots").refusedWith("--memory is \"lots\"; expected a whole number");
        cli.run("check", scenario, "--jobs", "65").refusedWith("from 1 to 64");
        cli.run("check", scenario, "--seed", "1").refusedWith("unknown option --seed");
        cli.run("check", cli.inFolder("nowhere.conf")).refusedWith("no such file");
    }

    @Test
    void an_interrupt_keeps_the_results_so_far() {
        Monitor monitor = new Monitor(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        monitor.interrupt();
        Cli.Done done = cli.run(monitor, "check", scenario, "--json", "--out", cli.inFolder("runs"));
        assertThat(done.exit()).isEqualTo(130);
    }

    @Test
    void progress_tells_states_rate_level_and_memory() {
        String line = Monitor.line("x.conf tso",
                new overtake.check.Check.Progress(1_000_000, 5_000, 70, 64L << 20, 1_500_000), 2);
        assertThat(line).isEqualTo("checking x.conf tso: 1,000,000 states, 500,000/s, level 70 with 5,000, 64 MiB, "
                + "about 1,500,000 in all, 2 s");
    }
}
