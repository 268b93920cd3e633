package overtake.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.memory.Sc;
import overtake.memory.Tso;

/// Every test of the corpus has exactly the final states, the verdict and the flags that herd7 recorded.
class LitmusCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources", "litmus");
    private static final ExpectedCsv EXPECTED = ExpectedCsv.read(CORPUS.resolve("expected.csv"));
    private static final int TESTS = 802;
    private static final int MODELS_RECORDED = 3;

    static Stream<String> families() throws IOException {
        try (Stream<Path> folders = Files.list(CORPUS)) {
            return folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).sorted().toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void the_machine_agrees_with_herd(String family) {
        List<String> differences = new ArrayList<>();
        LitmusRunner.Run run = LitmusRunner.run(CORPUS.resolve(family), List.of(new Sc(), new Tso()), result -> {
            ExpectedCsv.Row row = EXPECTED.row(family + "/" + result.path(), result.model()).orElseThrow();
            ExpectedCsv.differences(row, result.outcome())
                    .forEach(difference -> differences
                            .add(result.path() + " under " + result.model() + ": " + difference));
        });
        assertThat(run.problems()).isEmpty();
        assertThat(run.results()).isNotEmpty();
        assertThat(differences).isEmpty();
    }

    @Test
    void every_test_has_its_recorded_answers() throws IOException {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            assertThat(files.filter(file -> file.toString().endsWith(".litmus"))).hasSize(TESTS);
        }
        assertThat(EXPECTED.size()).isEqualTo(MODELS_RECORDED * TESTS);
    }
}
