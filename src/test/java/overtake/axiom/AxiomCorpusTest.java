package overtake.axiom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.litmus.ExpectedCsv;
import overtake.litmus.HerdOutcome;
import overtake.litmus.LitmusReader;
import overtake.litmus.LitmusTest;
import overtake.property.Outcome;

/// The axioms alone, without any machine, allow in every test of the corpus exactly the final states that herd7 recorded, with its flags. Together
/// with the machine's equality with the same record, every graph that the axioms accept has its outcome produced by the machine.
class AxiomCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources", "litmus");
    private static final ExpectedCsv EXPECTED = ExpectedCsv.read(CORPUS.resolve("expected.csv"));
    private static final long LIMIT = 20_000;

    @ParameterizedTest
    @MethodSource("overtake.litmus.LitmusCorpusTest#families")
    void the_axioms_agree_with_herd(String family) throws IOException {
        List<String> differences = new ArrayList<>();
        try (Stream<Path> files = Files.list(CORPUS.resolve(family))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".litmus")).sorted().toList()) {
                String name = family + "/" + file.getFileName();
                ExpectedCsv
                        .differences(EXPECTED.row(name, "lkmm").orElseThrow(), outcome(LitmusReader.read(file, name)))
                        .forEach(difference -> differences.add(name + ": " + difference));
            }
        }
        assertThat(differences).isEmpty();
    }

    private static HerdOutcome outcome(LitmusTest test) {
        TreeSet<Outcome> outcomes = new TreeSet<>();
        TreeSet<String> flags = new TreeSet<>();
        Candidates.Result result = Candidates.enumerate(test.world(), test.cells(), LIMIT, execution -> {
            outcomes.add(new Outcome(execution.values()));
            if (!execution.judgement().races().isEmpty()) {
                flags.add("data-race");
            }
            if (execution.judgement().mixed()) {
                flags.add("mixed-accesses");
            }
        });
        return HerdOutcome.of(test, outcomes, flags, result.complete());
    }
}
