package overtake.cli.goal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.cli.Cli;

/// `overtake bench`: what it keeps, and what it says of choices.
final class BenchCommandTest {
    @TempDir
    private Path folder;

    private Cli cli;
    private String scenario = "";
    private Path kept = Path.of("");

    @BeforeEach
    void find() throws IOException {
        cli = new Cli(folder);
        scenario = cli.storeBuffering("sb", "models = [sc, tso]", "expect { sc = pass, tso = fail }");
        kept = folder.resolve("figures.jsonl");
    }

    private JsonNode strategies(String seeds) {
        return cli.run("bench", scenario, "--strategies", "--seeds", seeds, "--cap", "50", "--keep", kept.toString(),
                "--json", "--quiet").json().get("results");
    }

    @Test
    void figures_that_are_kept_are_not_measured_again() throws IOException {
        JsonNode first = strategies("3");
        List<String> lines = Files.readAllLines(kept);
        // The same CPU time to the nanosecond cannot be measured twice.
        assertThat(strategies("3")).isEqualTo(first);
        assertThat(Files.readAllLines(kept)).isEqualTo(lines);
    }

    @Test
    void what_is_missing_or_torn_is_measured_again() throws IOException {
        strategies("3");
        List<String> lines = Files.readAllLines(kept);
        String torn = lines.getLast().substring(0, 20);
        Files.writeString(kept, String.join("\n", lines.subList(0, 4)) + "\n" + torn);
        strategies("3");
        List<String> again = Files.readAllLines(kept);
        assertThat(again).hasSize(lines.size());
        assertThat(again.subList(0, 4)).isEqualTo(lines.subList(0, 4));
    }

    @Test
    void figures_of_another_plan_are_refused() throws IOException {
        strategies("3");
        cli.run("bench", scenario, "--strategies", "--seeds", "4", "--keep", kept.toString())
                .refusedWith("figures.jsonl:1: figures of another plan: ");
        Files.writeString(kept, Files.readAllLines(kept).getFirst() + "\n{\"strategy\": 1}\n");
        cli.run("bench", scenario, "--strategies", "--seeds", "3", "--cap", "50", "--keep", kept.toString())
                .refusedWith("figures.jsonl:2: not a figure of a strategy");
    }

    @Test
    void where_a_choice_matters_fewer_questions_are_asked() {
        JsonNode results = cli.run("bench", scenario, "--choices", "--json", "--quiet").json().get("results");
        assertThat(value(results, "sc random asked")).isPositive().isLessThan(value(results, "sc random choices"));
        assertThat(value(results, "sc pct asked")).isEqualTo(value(results, "sc pct choices"));
        assertThat(value(results, "sc random choices")).isLessThanOrEqualTo(value(results, "sc random picks"));
    }

    private static double value(JsonNode results, String name) {
        for (JsonNode result : results) {
            if (result.get("name").asText().equals(name)) {
                return result.get("value").asDouble();
            }
        }
        throw new AssertionError(name);
    }
}
