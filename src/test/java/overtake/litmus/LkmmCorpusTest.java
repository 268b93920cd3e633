package overtake.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.memory.Lkmm;

/// Every test of the corpus has under `lkmm` exactly the final states, the verdict and the flags that herd7 recorded.
class LkmmCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources", "litmus");
    private static final ExpectedCsv EXPECTED = ExpectedCsv.read(CORPUS.resolve("expected.csv"));

    @ParameterizedTest
    @MethodSource("overtake.litmus.LitmusCorpusTest#families")
    void the_machine_agrees_with_herd(String family) {
        List<String> differences = new ArrayList<>();
        LitmusRunner.Run run = LitmusRunner.run(CORPUS.resolve(family), List.of(new Lkmm()), result -> {
            String name = family + "/" + result.path();
            ExpectedCsv.Row row = EXPECTED.row(name, "lkmm").orElseThrow();
            ExpectedCsv.differences(row, result.outcome())
                    .forEach(difference -> differences.add(name + ": " + difference));
        });
        assertThat(run.problems()).isEmpty();
        assertThat(run.results()).isNotEmpty();
        assertThat(differences).isEmpty();
    }
}
