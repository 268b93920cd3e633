package overtake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import overtake.check.ReducedEngine;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.goal.Goal;
import overtake.explore.strategy.FuzzPlan;
import overtake.machine.Bounds;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.support.Script;

/// What a campaign says depends on its seed and not on how many jobs share the work, though its strategies learn.
final class CampaignTest {
    private static final long RUNS = 6000;

    private static World world() {
        return Script.named("campaign").agent("a", "write x 1", "read y %0", "write z 1", "xchg p 1 %1", "read q %2")
                .agent("b", "write y 1", "read x %0", "write z 2", "read p %1", "write q 1")
                .agent("c", "xchg z 3 %0", "read x %1", "write p 2", "read y %2").world();
    }

    private static Campaign.Result run(String strategy, int jobs) {
        var plan = new FuzzPlan(strategy, 5, RUNS, 200, true);
        List<Goal> goals =
                List.of(new Goal.Before("g", new Goal.Place("a", "a/read y %0"), new Goal.Place("a", "a/write x 1")));
        return new Campaign(plan, CampaignTest::open, jobs, goals).run();
    }

    private static Engine open() {
        return ReducedEngine.of(new MachineEngine(world(), new Tso(), Bounds.DEFAULT), Bounds.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"portfolio", "guided", "guided-pos"})
    void what_a_campaign_shows_does_not_depend_on_the_number_of_jobs(String strategy) {
        Campaign.Result one = run(strategy, 1);
        assertThat(one.executions()).isEqualTo(RUNS);
        for (int jobs : List.of(2, 5)) {
            Campaign.Result many = run(strategy, jobs);
            assertThat(many.steps()).isEqualTo(one.steps());
            assertThat(many.statistics()).isEqualTo(one.statistics());
            assertThat(many.goals()).isEqualTo(one.goals());
        }
    }

    @Test
    void another_seed_shows_something_else() {
        var plan = new FuzzPlan("portfolio", 6, RUNS, 200, true);
        assertThat(new Campaign(plan, CampaignTest::open, 1).run().statistics())
                .isNotEqualTo(run("portfolio", 1).statistics());
    }

    @Test
    void a_campaign_that_ends_in_the_first_epoch_counts_what_it_did() {
        var plan = new FuzzPlan("random", 5, 10, 200, true);
        Campaign.Result result = new Campaign(plan, CampaignTest::open, 3).run();
        assertThat(result.executions()).isEqualTo(10);
        assertThat(result.statistics().counted()).isEqualTo(10);
    }
}
