package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayCommandTest {
    private static final String EXPECT = "expect { sc = pass, tso = fail }";

    @TempDir
    private Path folder;

    private Cli cli;
    private Path schedule;

    @BeforeEach
    void find() throws IOException {
        cli = new Cli(folder);
        schedule = record(cli.storeBuffering("sb", EXPECT));
    }

    @Test
    void a_run_under_lkmm_is_made_again() {
        Path found = Path.of(cli.runOut("fuzz", cli.inFolder("sb.conf"), "--model", "lkmm", "--json").result()
                .get("schedule").asText());
        JsonNode again = cli.run("replay", found.toString(), "--json").result();
        assertThat(again.get("ok").asBoolean()).isTrue();
        assertThat(again.get("model").asText()).isEqualTo("lkmm");
        assertThat(again.get("picks")).isEqualTo(again.get("recorded_picks"));
    }

    private Path record(String scenario, String... options) {
        String[] args = new String[options.length + 5];
        System.arraycopy(new String[] {"fuzz", scenario, "--model", "tso", "--json"}, 0, args, 0, 5);
        System.arraycopy(options, 0, args, 5, options.length);
        return Path.of(cli.runOut(args).result().get("schedule").asText());
    }

    private void edit(String from, String to) throws IOException {
        String text = Files.readString(schedule);
        assertThat(text).contains(from);
        Files.writeString(schedule, text.replace(from, to));
    }

    @Test
    void a_recorded_run_is_made_again() {
        Cli.Done done = cli.run("replay", schedule.toString());
        assertThat(done.exit()).isZero();
        assertThat(done.out()).startsWith("REPLAYED  ")
                .contains("someone-sees is broken again, pick for pick", "VIOLATION  invariant someone-sees is broken");
        assertThat(done.err()).isEmpty();
    }

    @Test
    void both_engines_make_the_same_trace() {
        JsonNode actors = cli.run("replay", schedule.toString(), "--json", "--engine", "actors").result();
        JsonNode machine = cli.run("replay", schedule.toString(), "--json", "--engine", "machine").result();
        assertThat(actors.get("engine").asText()).isEqualTo("actors");
        assertThat(machine.get("trace")).isEqualTo(actors.get("trace"));
        assertThat(machine.get("verdict").asText()).isEqualTo("fail");
        assertThat(machine.get("ok").asBoolean()).isTrue();
        assertThat(machine.get("divergence").isNull()).isTrue();
    }

    @Test
    void what_the_command_line_changed_is_changed_again() throws IOException {
        String fenced = cli.storeBuffering("fenced", "params { value = 2 }", EXPECT);
        schedule = record(fenced, "--set", "params.fence=smp-mb", "--drop", "store_then_load/smp_mb");
        assertThat(Files.readString(schedule)).contains("params.fence=smp-mb", "drop = [\"store_then_load/smp_mb\"]");
        assertThat(cli.run("replay", schedule.toString()).exit()).isZero();
    }

    @Test
    void an_edited_scenario_is_followed_as_far_as_names_exist() throws IOException {
        cli.storeBuffering("sb", "params { writer-only = true }", EXPECT);
        Cli.Done done = cli.run("replay", schedule.toString());
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).startsWith("DIVERGED  ").contains("is not possible; ");
        assertThat(done.err()).contains("sb.conf is not the file that the schedule was recorded on");
    }

    @Test
    void a_violation_that_survives_an_edit_is_found_again() throws IOException {
        edit("cpu0 perform store_then_load/READ_ONCE(memory.y)",
                "cpu0 perform store_then_load/READ_ONCE(memory.renamed)");
        Cli.Done done = cli.run("replay", schedule.toString(), "--json");
        assertThat(done.exit()).isEqualTo(1);
        JsonNode result = done.result();
        assertThat(result.get("divergence").asText()).contains("READ_ONCE(memory.renamed), is not possible; ");
        assertThat(result.get("survival").get("violated").asInt()).isBetween(1, 500);
        assertThat(result.get("survival").get("followed").asInt()).isLessThan(result.get("recorded_picks").asInt());
        assertThat(result.get("verdict").asText()).isEqualTo("fail");
        assertThat(result.get("property").asText()).isEqualTo("someone-sees");
        assertThat(cli.run("replay", schedule.toString()).out()).contains("; it still happens, in ");
    }

    @Test
    void a_violation_that_was_fixed_is_not_seen_any_more() throws IOException {
        cli.storeBuffering("sb", "params { fence = smp-mb }", EXPECT);
        Cli.Done done = cli.run("replay", schedule.toString());
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).contains("; not seen any more in 500 continuations");
    }

    @Test
    void an_edit_that_changes_nothing_is_noted_only() throws IOException {
        cli.storeBuffering("sb", "note = \"why\"", EXPECT);
        Cli.Done done = cli.run("replay", schedule.toString());
        assertThat(done.exit()).isZero();
        assertThat(done.err()).contains("its content differs");
    }

    @Test
    void a_fence_that_was_added_makes_the_run_another_one() throws IOException {
        cli.storeBuffering("sb", "params { fence = smp-mb }", EXPECT);
        Cli.Done done = cli.run("replay", schedule.toString(), "--json");
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.result().get("ok").asBoolean()).isFalse();
        assertThat(done.result().get("divergence").asText()).isNotEmpty();
    }

    @Test
    void another_property_than_the_recorded_one_is_a_divergence() throws IOException {
        edit("property = \"someone-sees\"", "property = \"use-after-free\"");
        Cli.Done done = cli.run("replay", schedule.toString());
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).contains("someone-sees is broken, not use-after-free");
    }

    @Test
    void a_schedule_of_another_scenario_is_refused() throws IOException {
        String other = cli.scenario("sb", "world = overtake.scenario.worlds.Locking\n" + EXPECT);
        cli.run("replay", schedule.toString())
                .refusedWith("is a schedule of another scenario: it has picks of cpu")
                .refusedWith("the agents of " + other + " are writer, reader");
    }

    @Test
    void another_version_is_noted() throws IOException {
        edit("tool = \"unreleased\"", "tool = \"0.0.1\"");
        Cli.Done done = cli.run("replay", schedule.toString());
        assertThat(done.exit()).isZero();
        assertThat(done.err()).contains("recorded by version 0.0.1, replayed by unreleased");
    }

    @Test
    void a_truncated_schedule_is_refused() throws IOException {
        String text = Files.readString(schedule);
        Files.writeString(schedule, text.substring(0, text.length() - 40));
        cli.run("replay", schedule.toString()).refusedWith("it may have been cut off");
    }

    @Test
    void a_schedule_whose_scenario_has_gone_is_refused() throws IOException {
        Files.delete(folder.resolve("sb.conf"));
        cli.run("replay", schedule.toString()).refusedWith("sb.conf: no such file; expected a scenario file");
    }

    @Test
    void a_schedule_of_a_model_that_there_is_not_is_refused() throws IOException {
        edit("model = \"tso\"", "model = \"power\"");
        cli.run("replay", schedule.toString()).refusedWith("unknown model power");
    }

    @Test
    void a_scenario_is_no_schedule() {
        cli.run("replay", cli.inFolder("sb.conf")).refusedWith("is a scenario file; expected a schedule file");
    }

    @Test
    void a_schedule_is_no_scenario() {
        cli.run("fuzz", schedule.toString()).refusedWith("is a schedule file; expected a scenario file");
    }

    @Test
    void a_missing_file_is_refused() {
        cli.run("replay", cli.inFolder("runs/sb-tso-2.conf"))
                .refusedWith("no such file; expected a schedule file; did you mean");
    }

    @Test
    void a_folder_is_refused() {
        cli.run("replay", folder.toString()).refusedWith("is a directory; expected a schedule file");
    }

    @Test
    void the_document_has_the_common_keys() {
        JsonNode result = cli.run("replay", schedule.toString(), "--json").result();
        assertThat(result.properties().stream().map(java.util.Map.Entry::getKey)).contains("command", "scenario",
                "brief",
                "engine", "model", "verdict", "expected", "property", "seed", "strategy", "executions", "deliveries",
                "states", "seconds", "bounds_hit", "schedule", "trace", "version");
        assertThat(result.get("schedule").asText()).isEqualTo(schedule.toString());
    }
}
