package overtake.litmus.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import overtake.litmus.LitmusRunner;
import overtake.litmus.LitmusTest;
import overtake.memory.Lkmm;
import overtake.memory.Sc;

class LitmusFamiliesTest {
    /// Under sc not all threads of SB-n read 0 and not all of LB-n read 1; under lkmm everything happens.
    @ParameterizedTest
    @CsvSource({"SB, 2, 3, 4", "SB, 3, 7, 8", "LB, 2, 3, 4", "LB, 3, 7, 8", "W, 2, 3, 4", "W, 3, 7, 8", "MP, 2, 3, 4"})
    void families_have_the_states_that_theory_says(LitmusFamilies family, int threads, int sc, int lkmm) {
        LitmusTest test = family.test(threads);
        assertThat(test.name()).isEqualTo(family + "-" + threads);
        assertThat(LitmusRunner.outcome(test, new Sc()).states()).hasSize(sc);
        assertThat(LitmusRunner.outcome(test, new Lkmm()).states()).hasSize(lkmm);
    }
}
