package overtake.explore.goal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.strategy.RandomWalk;
import overtake.machine.Bounds;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.support.Script;

final class GoalWatchTest {
    private static final int RUNS = 400;

    private static Goal.Place at(String agent, String operation) {
        return new Goal.Place(agent, agent + "/" + operation);
    }

    private static GoalReport report(World world, MemoryModel model, Goal goal) {
        GoalWatch watch = new GoalWatch(world, model, List.of(goal));
        try (Engine engine = new MachineEngine(world, model, Bounds.DEFAULT)) {
            engine.journal(watch.journal());
            RandomWalk walk = new RandomWalk(3);
            for (int i = 0; i < RUNS; i++) {
                walk.begin(i);
                watch.begin();
                engine.run(walk, 200);
                watch.end();
            }
        }
        return GoalWatch.reports(List.of(watch)).getFirst();
    }

    private static World window() {
        return Script.named("window").agent("a", "read x %0", "read y %1").agent("b", "write x 1").world();
    }

    @Test
    void an_operation_between_two_others_reaches_its_goal_in_about_a_third_of_all_orders() {
        GoalReport report = report(window(), new Sc(),
                new Goal.Between("g", at("b", "write x 1"), at("a", "read x %0"), at("a", "read y %1")));
        assertThat(report.executions()).isEqualTo(RUNS);
        // A random walk goes on with either agent: b comes first in 1/2, between in 1/4.
        assertThat(report.reached()).isBetween(RUNS / 4 - 40L, RUNS / 4 + 40L);
    }

    @Test
    void what_happened_instead_is_counted_and_the_nearest_miss_named() {
        World locked = Script.named("locked").lock("k", overtake.program.LockKind.SPINLOCK)
                .agent("a", "lock k", "read x %0", "read y %1", "unlock k")
                .agent("b", "lock k", "write x 1", "unlock k").world();
        GoalReport report = report(locked, new Sc(),
                new Goal.Between("g", at("b", "write x 1"), at("a", "read x %0"), at("a", "read y %1")));
        assertThat(report.reached()).isZero();
        assertThat(report.instead()).hasSize(2);
        assertThat(report.instead().stream().mapToLong(GoalReport.Instead::executions).sum()).isEqualTo(RUNS);
        assertThat(report.instead()).extracting(GoalReport.Instead::what).containsExactlyInAnyOrder(
                "b b/write x 1 came before a a/read x %0", "b b/write x 1 came after a a/read y %1");
        // Behind the unlock and the lock: three operations.
        assertThat(report.nearest()).hasValueSatisfying(nearest -> assertThat(nearest).contains("3 operations"));
    }

    @Test
    void a_store_happens_when_it_is_delivered() {
        World world = Script.named("late").agent("a", "write x 1", "read y %0").world();
        Goal overtaken = new Goal.Before("g", at("a", "read y %0"), at("a", "write x 1"));
        assertThat(report(world, new Tso(), overtaken).reached()).isPositive();
        assertThat(report(world, new Lkmm(), overtaken).reached()).isPositive();
        GoalReport never = report(world, new Sc(), overtaken);
        assertThat(never.reached()).isZero();
        assertThat(never.nearest()).contains("a a/read y %0 came 1 operation after a a/write x 1");
    }

    @Test
    void what_does_not_happen_is_said() {
        World world = Script.named("skipped").agent("a", "read x %0", "if %0 == 0 end", "write y 1", ": end").world();
        GoalReport report = report(world, new Sc(), new Goal.Happens("g", at("a", "write y 1")));
        assertThat(report.reached()).isZero();
        assertThat(report.instead()).containsExactly(new GoalReport.Instead("a a/write y 1 did not happen", RUNS));
        assertThat(report(world, new Sc(), new Goal.Happens("g", at("a", "read x %0"))).reached()).isEqualTo(RUNS);
    }

    @Test
    void a_load_reads_from_its_own_store_while_that_travels() {
        World world = Script.named("own").agent("a", "write x 1", "read x %0").agent("b", "write x 2").world();
        Goal own = new Goal.Reads("g", at("a", "read x %0"), at("a", "write x 1"));
        Goal other = new Goal.Reads("g", at("a", "read x %0"), at("b", "write x 2"));
        for (MemoryModel model : List.of(new Sc(), new Tso(), new Lkmm())) {
            GoalReport first = report(world, model, own);
            GoalReport second = report(world, model, other);
            assertThat(first.reached()).as(model.name()).isPositive();
            assertThat(second.reached()).as(model.name()).isPositive();
            assertThat(first.reached() + second.reached()).as(model.name()).isEqualTo(RUNS);
            assertThat(first.instead()).as(model.name()).containsExactly(
                    new GoalReport.Instead("a a/read x %0 read from b b/write x 2", second.reached()));
        }
    }

    /// Every store writes another value, so that values tell where a load read from.
    @Test
    void a_load_reads_from_the_store_of_the_value_that_it_read() {
        World world = Script.named("values").agent("a", "write x 1", "write y 1", "write x 2")
                .agent("b", "read y %0", "read x %1", "observe %1").agent("c", "xchg x 3 %0", "read x %1").world();
        for (MemoryModel model : List.of(new Sc(), new Tso(), new Lkmm())) {
            List<String> sources =
                    List.of("read the initial value", "read from a a/write x 1", "read from a a/write x 2",
                            "read from c c/xchg x 3 %0");
            List<Long> byValue = new ArrayList<>(List.of(0L, 0L, 0L, 0L));
            GoalWatch watch = new GoalWatch(world, model,
                    List.of(new Goal.Reads("g", at("b", "read x %1"), at("b", "read y %0"))));
            try (Engine engine = new MachineEngine(world, model, Bounds.DEFAULT)) {
                engine.journal(watch.journal());
                RandomWalk walk = new RandomWalk(9);
                for (int i = 0; i < RUNS; i++) {
                    walk.begin(i);
                    watch.begin();
                    assertThat(engine.run(walk, 200)).isEqualTo(Engine.Ending.COMPLETED);
                    watch.end();
                    int value = engine.observation(1, 0);
                    byValue.set(value, byValue.get(value) + 1);
                }
            }
            List<GoalReport.Instead> instead = GoalWatch.reports(List.of(watch)).getFirst().instead();
            for (int value = 0; value < sources.size(); value++) {
                String what = "b b/read x %1 " + sources.get(value);
                long told = instead.stream().filter(each -> each.what().equals(what))
                        .mapToLong(GoalReport.Instead::executions).sum();
                assertThat(told).as("%s under %s", what, model.name()).isEqualTo(byValue.get(value));
            }
        }
    }

    @Test
    void jobs_are_added_up() {
        World world = window();
        Goal goal = new Goal.Happens("g", at("b", "write x 1"));
        GoalWatch idle = new GoalWatch(world, new Sc(), List.of(goal));
        GoalWatch other = new GoalWatch(world, new Sc(), List.of(goal));
        other.begin();
        other.end();
        GoalReport both = GoalWatch.reports(List.of(idle, other)).getFirst();
        assertThat(both.executions()).isEqualTo(1);
        assertThat(both.reached()).isZero();
    }
}
