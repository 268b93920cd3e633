package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A check in a process of its own that is killed in the middle.
final class KilledCheckTest {
    private static final String SCENARIO = "scenarios/pfncache-lockless/with-smp_mb.conf";
    private static final long LEAST_BYTES = 500_000;

    @TempDir
    private Path folder;

    private static final List<String> ARGUMENTS =
            List.of("check", SCENARIO, "--model", "tso", "--no-reduction", "--set", "params.vcpus=2");

    private List<String> arguments(String... more) {
        List<String> all = new ArrayList<>(ARGUMENTS);
        all.addAll(List.of("--out", folder.toString()));
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void after_a_kill_it_goes_on_to_the_same_counts() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path") + File.pathSeparator
                        + System.getProperty("surefire.test.class.path", ""),
                Main.class.getName()));
        command.addAll(arguments("--checkpoint", "1ms", "--quiet"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile()).start();
        Path saved = folder.resolve("with-smp_mb-tso.checkpoint");
        while (process.isAlive() && !(Files.exists(saved) && Files.size(saved) > LEAST_BYTES)) {
            process.waitFor(1, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly().waitFor();
        assertThat(saved).as(Files.readString(folder.resolve("output"))).exists();

        Cli cli = new Cli(folder);
        JsonNode resumed = cli.run(arguments("--resume", "--json").toArray(String[]::new)).result();
        JsonNode whole = cli.run(arguments("--json").toArray(String[]::new)).result();
        for (String key : List.of("verdict", "states", "transitions", "depth", "exercised", "complete")) {
            assertThat(resumed.get(key)).as(key).isEqualTo(whole.get(key));
        }
        assertThat(saved).doesNotExist();
    }

    @Test
    void there_must_be_something_to_go_on_from() {
        new Cli(folder).run(arguments("--resume").toArray(String[]::new))
                .refusedWith("has no checkpoint of with-smp_mb; expected one that `check` has left there");
    }
}
