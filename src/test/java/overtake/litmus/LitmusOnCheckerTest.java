package overtake.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import overtake.check.Check;
import overtake.check.CheckPlan;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckPlan.Observed;
import overtake.check.CheckResult;
import overtake.explore.Exhaustive;
import overtake.machine.Machine;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;

/// The checker, reduced where it can be, gives the outcomes of random litmus tests that the small exhaustive search gives.
final class LitmusOnCheckerTest {
    private static final int SEEDS = 60;

    @ParameterizedTest
    @ValueSource(strings = {"sc", "tso", "lkmm"})
    void outcomes_of_random_tests_are_the_same(String word) {
        MemoryModel model = List.of(new Sc(), new Tso(), new Lkmm()).stream()
                .filter(each -> each.name().equals(word)).findFirst().orElseThrow();
        for (int seed = 0; seed < SEEDS; seed++) {
            LitmusTest test = RandomLitmus.of(seed).test();
            Exhaustive.Result exact = Exhaustive.explore(
                    new Machine(test.world(), model, test.bounds()), test.cells(), LitmusRunner.MAX_STATES);
            CheckPlan plan =
                    CheckPlan.DEFAULT.withGoal(Goal.NAMES_ONLY).withOutcomes(Observed.of(test.cells()));
            CheckResult result = new Check(test.world(), model, test.bounds(), plan).run();
            assertThat(result.outcomes()).as("seed %d under %s", seed, word).isEqualTo(exact.outcomes());
            assertThat(result.properties()).as("seed %d under %s", seed, word).isEqualTo(exact.violations());
        }
    }
}
