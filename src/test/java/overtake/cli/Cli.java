package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import overtake.cli.session.Console;
import overtake.cli.session.Monitor;

/// Command lines carried out in this process, in a folder of their own.
public final class Cli {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path folder;

    public Cli(Path folder) {
        this.folder = folder;
    }

    /// What a command line left behind.
    public record Done(int exit, String out, String err) {
        /// Standard output as the one JSON document that it must be.
        public JsonNode json() {
            try {
                return STRICT.readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not one JSON document: " + out, e);
            }
        }

        public JsonNode result() {
            assertThat(json().get("results")).hasSize(1);
            return json().get("results").get(0);
        }

        /// Wrong input gets a message, never a stack trace.
        public Done refusedWith(String message) {
            assertThat(err).contains(message).doesNotContain("Exception").doesNotContain("\tat ");
            assertThat(exit).isEqualTo(2);
            return this;
        }
    }

    public Done run(String... args) {
        return run(new Monitor(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)), args);
    }

    public Done run(Monitor monitor, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = Main.run(new Console(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), 120, false, false, true), monitor, args);
        if (exit == 70) {
            throw new AssertionError("a bug: " + err.toString(StandardCharsets.UTF_8));
        }
        return new Done(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// A command with schedule files going into the folder.
    public Done runOut(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--out", folder.resolve("runs").toString()));
        return run(all.toArray(String[]::new));
    }

    /// Writes a scenario and gives its path.
    public String scenario(String name, String text) throws IOException {
        Path file = folder.resolve(name + ".conf");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    /// The two CPUs of store buffering: right under sc, wrong under tso.
    public String storeBuffering(String name, String... more) throws IOException {
        return scenario(name, """
            title   = "store buffering"
            system  = machinery
            world   = overtake.scenario.worlds.StoreBuffering
            explore { runs = 2000, seed = 3 }
            brief   = "9.1"
            """ + String.join("\n", more) + "\n");
    }

    public String inFolder(String name) {
        return folder.resolve(name).toString();
    }
}
