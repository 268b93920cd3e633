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
import overtake.explore.shrink.Shrinker;
import overtake.explore.shrink.Size;

final class ShrinkCommandTest {
    private static final String EXPECT = "expect { sc = pass, tso = fail }";

    @TempDir
    private Path folder;

    private Cli cli;
    private String scenario;

    @BeforeEach
    void write() throws IOException {
        cli = new Cli(folder);
        scenario = cli.storeBuffering("sb", EXPECT);
    }

    private JsonNode fuzz(String... options) {
        String[] args = new String[options.length + 5];
        System.arraycopy(new String[] {"fuzz", scenario, "--model", "tso", "--json"}, 0, args, 0, 5);
        System.arraycopy(options, 0, args, 5, options.length);
        return cli.runOut(args).result();
    }

    @Test
    void a_violation_is_made_smaller_and_what_was_found_is_kept_beside_it() throws IOException {
        JsonNode violation = fuzz().get("violations").get(0);
        assertThat(violation.get("minimality").asText()).isEqualTo("minimal");
        assertThat(violation.get("found").asText()).isEqualTo(cli.inFolder("runs/sb-tso-found-1.conf"));
        String text = Files.readString(Path.of(violation.get("schedule").asText()));
        assertThat(text).contains("shrunk { from = \"sb-tso-found-1.conf\", picks = "
                + violation.get("before").get("picks") + ", minimality = \"minimal\" }",
                "count = " + violation.get("after").get("picks"));
        assertThat(cli.run("replay", violation.get("schedule").asText()).exit()).isZero();
        assertThat(cli.run("replay", violation.get("found").asText()).exit()).isZero();
    }

    @Test
    void without_shrinking_the_run_is_shown_as_it_was_found() {
        JsonNode violation = fuzz("--no-shrink").get("violations").get(0);
        assertThat(violation.has("minimality")).isFalse();
        assertThat(Path.of(cli.inFolder("runs/sb-tso-found-1.conf"))).doesNotExist();
    }

    @Test
    void a_recorded_run_is_made_smaller() {
        String found = fuzz("--no-shrink", "--strategy", "random", "--seed", "5").get("schedule").asText();
        Cli.Done done = cli.run("shrink", found);
        assertThat(done.exit()).isZero();
        assertThat(done.out()).startsWith("SHRUNK  " + scenario + " under tso: from ")
                .contains("VIOLATION  invariant someone-sees is broken", "1 overtake, ", "; minimal (");
        assertThat(cli.run("replay", cli.inFolder("runs/sb-tso-1-shrunk-1.conf")).exit()).isZero();
    }

    @Test
    void a_run_that_is_minimal_stays_as_it_is() {
        String minimal = fuzz().get("schedule").asText();
        JsonNode result = cli.run("shrink", minimal, "--json", "--out", cli.inFolder("smaller")).result();
        assertThat(result.get("before")).isEqualTo(result.get("after"));
        assertThat(result.get("command").asText()).isEqualTo("shrink");
        assertThat(Path.of(cli.inFolder("smaller/sb-tso-1-shrunk-1.conf"))).exists();
    }

    @Test
    void a_record_that_does_not_hold_any_more_is_not_made_smaller() throws IOException {
        String found = fuzz().get("schedule").asText();
        cli.storeBuffering("sb", "params { fence = smp-mb }", EXPECT);
        cli.run("shrink", found).refusedWith("cannot be made smaller, for it does not replay: pick ");
    }

    @Test
    void the_progress_says_how_far_it_is() {
        var progress = new Shrinker.Progress(1200, 34567, new Size(2, 30, 1, 2, 28));
        assertThat(Monitor.line("a.conf tso", progress, 2))
                .isEqualTo("making the violation of a.conf tso smaller: 2 agents,"
                        + " 30 operations, 1 overtake, 2 context switches, 28 picks; 1,200 attempts, 34,567 states, 2 s");
    }

    @Test
    void an_interrupted_fuzz_shows_the_violation_as_it_is() {
        Monitor monitor = new Monitor(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        monitor.interrupt();
        assertThat(cli.run(monitor, "fuzz", scenario, "--out", cli.inFolder("runs")).exit()).isEqualTo(130);
    }
}
