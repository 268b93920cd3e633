package overtake.axiom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.litmus.ExpectedCsv;
import overtake.litmus.HerdOutcome;
import overtake.litmus.LitmusBatch;
import overtake.litmus.LitmusReader;
import overtake.litmus.LitmusTest;
import overtake.property.Outcome;
import java.nio.file.Files;

class AxiomCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources", "litmus");
    private static final ExpectedCsv EXPECTED = ExpectedCsv.read(CORPUS.resolve("expected.csv"));

    @ParameterizedTest
    @MethodSource("overtake.litmus.LitmusCorpusTest#families")
    void all(String family) throws Exception {
        long time = System.nanoTime();
        long total = 0;
        List<String> bad = new ArrayList<>();
        try (var files = Files.list(CORPUS.resolve(family))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".litmus")).sorted().toList()) {
                String name = family + "/" + file.getFileName();
                LitmusTest test = LitmusReader.read(file, name);
                TreeSet<Outcome> outcomes = new TreeSet<>();
                TreeSet<String> flags = new TreeSet<>();
                Candidates.Result r = Candidates.enumerate(test.world(), test.cells(), 20_000, e -> {
                    outcomes.add(new Outcome(e.values()));
                    if (!e.judgement().races().isEmpty()) flags.add("data-race");
                    if (e.judgement().mixed()) flags.add("mixed-accesses");
                });
                total += r.graphs();
                HerdOutcome o = HerdOutcome.of(test, outcomes, flags, r.complete());
                for (String d : ExpectedCsv.differences(EXPECTED.row(name, "lkmm").orElseThrow(), o)) {
                    bad.add(name + ": " + d);
                }
            }
        }
        System.out.println(family + " graphs " + total + " ms " + (System.nanoTime() - time) / 1000000 + " bad " + bad.size() + " " + bad.stream().limit(12).toList());
    }
}
