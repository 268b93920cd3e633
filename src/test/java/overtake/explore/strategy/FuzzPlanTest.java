package overtake.explore.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import overtake.explore.Strategy;
import overtake.memory.MemoryModel;
import overtake.program.World;
import overtake.support.TestWorlds;

/// The strategies that a plan makes.
class FuzzPlanTest {
    private static final World WORLD = TestWorlds.all().getFirst();

    private static Strategy made(String name) {
        return new FuzzPlan(name, 1, 100, 100, false).newStrategy(WORLD, Profile.ofLength(10));
    }

    @Test
    void strategies_that_count_or_bound_picks_are_asked_everywhere() {
        TreeSet<String> everywhere = new TreeSet<>();
        FuzzPlan.STRATEGIES.stream().filter(name -> made(name).everywhere()).forEach(everywhere::add);
        assertThat(everywhere)
                .containsExactly("guided", "overtakes-0", "overtakes-1", "overtakes-2", "overtakes-3", "pct",
                        "pct-early", "pct-late");
    }

    @Test
    void the_portfolio_is_asked_everywhere_in_the_executions_of_those_members() {
        Portfolio portfolio = (Portfolio) made("portfolio");
        for (int i = 0; i < Shares.SLOTS; i++) {
            portfolio.begin(i);
            assertThat(portfolio.everywhere()).as(portfolio.current()).isEqualTo(portfolio.current().startsWith("pct"));
        }
    }

    @Test
    void strategies_bear_the_names_by_which_they_are_asked_for() {
        assertThat(FuzzPlan.STRATEGIES).allSatisfy(name -> assertThat(made(name).name()).isEqualTo(name));
    }

    @Test
    void every_member_of_the_portfolio_has_its_turn_under_every_model_and_most_of_the_first_are_of_the_heaviest() {
        for (MemoryModel model : MemoryModel.all()) {
            for (int length : new int[] {1, 49, 50, 199, 200, 1000}) {
                double[] weights = Portfolio.Mixture.weights(new Profile(model, length, length, List.of()));
                assertThat(weights).hasSize(Portfolio.Mixture.MEMBERS.size());
                assertThat(Arrays.stream(weights).sum()).as(model.name() + length).isEqualTo(Shares.SLOTS);
                Shares shares = new Shares(weights);
                for (int i = 0; i < weights.length; i++) {
                    assertThat((double) shares.share(i)).as(Portfolio.Mixture.MEMBERS.get(i)).isEqualTo(weights[i])
                            .isPositive();
                }
                assertThat(weights[shares.member(0)]).isEqualTo(Arrays.stream(weights).max().orElseThrow());
            }
        }
        assertThat(Portfolio.Mixture.MEMBERS).contains("random");
        assertThat(FuzzPlan.STRATEGIES).containsAll(Portfolio.Mixture.MEMBERS).containsAll(FuzzPlan.OWN);
    }
}
