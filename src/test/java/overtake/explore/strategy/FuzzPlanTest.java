package overtake.explore.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import overtake.explore.Strategy;
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
                .containsExactly("guided", "overtakes-0", "overtakes-1", "overtakes-2", "overtakes-3", "pct");
    }

    @Test
    void the_portfolio_is_asked_everywhere_in_the_executions_of_those_members() {
        Portfolio portfolio = (Portfolio) made("portfolio");
        for (int i = 0; i < Shares.SLOTS; i++) {
            portfolio.begin(i);
            assertThat(portfolio.everywhere()).as(portfolio.current()).isEqualTo(portfolio.current().equals("pct"));
        }
    }

    @Test
    void strategies_bear_the_names_by_which_they_are_asked_for() {
        assertThat(FuzzPlan.STRATEGIES).allSatisfy(name -> assertThat(made(name).name()).isEqualTo(name));
    }
}
