package overtake.axiom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import overtake.litmus.LitmusReader;
import overtake.litmus.LitmusTest;

class JudgeTest {
    private static final Path CORPUS = Path.of("src/test/resources", "litmus");

    private static LitmusTest read(String name) {
        return LitmusReader.read(CORPUS.resolve(name), name);
    }

    @Test
    void a_data_race_names_the_two_accesses() {
        LitmusTest test = read("PLAIN/MP+plain+acq.litmus");
        TreeSet<String> races = new TreeSet<>();
        Candidates.enumerate(test.world(), test.cells(), 1000,
                execution -> execution.judgement().races().forEach(race -> races.add(race.toString())));
        assertThat(races).isNotEmpty().allMatch(race -> race.matches(".: P0 P0/.*, P1 P1/.*"));
    }

    @Test
    void a_limit_that_was_met_is_told() {
        LitmusTest test = read("4.SB/4.SB+mb+mb+mb+mb.litmus");
        assertThat(Candidates.enumerate(test.world(), test.cells(), 2, _ -> {}).complete()).isFalse();
        Candidates.Result all = Candidates.enumerate(test.world(), test.cells(), 1000, _ -> {});
        assertThat(all.complete()).isTrue();
        // all but the one graph in which nobody sees anybody
        assertThat(all.allowed()).isEqualTo(all.graphs() - 1).isEqualTo(15);
    }
}
