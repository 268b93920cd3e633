package overtake.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import overtake.cli.Cli;

/// Commands that take long, when the user has interrupted them.
final class InterruptTest {
    @TempDir
    private Path folder;

    private Cli cli;
    private String scenario = "";
    private String schedule = "";

    @BeforeEach
    void find() throws IOException {
        cli = new Cli(folder);
        scenario = cli.storeBuffering("sb", "params { fence = smp-wmb }", "expect { sc = pass, tso = fail }");
        schedule = cli.runOut("fuzz", scenario, "--model", "tso", "--json").result().get("schedule").asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "run SCENARIO --out OUT", "fuzz SCENARIO --out OUT", "check SCENARIO --out OUT", "shrink SCHEDULE --out OUT",
        "explain SCHEDULE", "compare SCENARIO SCENARIO --out OUT", "mutate SCENARIO --out OUT",
        "litmus src/test/resources/litmus/SB", "bench SCENARIO --time 20ms", "bench SCENARIO --check",
        "bench SCENARIO --strategies --seeds 3 --cap 20", "bench SCENARIO --choices",
        "bench SCENARIO --time 20ms --litmus src/test/resources/litmus/SB"})
    void an_interrupted_command_writes_its_document_and_says_130(String line) {
        Monitor monitor = new Monitor(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        monitor.interrupt();
        String[] args = Arrays.stream((line + " --json").split(" "))
                .map(word -> switch (word) {
                    case "SCENARIO" -> scenario;
                    case "SCHEDULE" -> schedule;
                    case "OUT" -> cli.inFolder("out");
                    default -> word;
                })
                .toArray(String[]::new);
        Cli.Done done = cli.run(monitor, args);
        assertThat(done.exit()).isEqualTo(130);
        assertThat(done.json().get("command").asText()).isEqualTo(args[0]);
    }
}
