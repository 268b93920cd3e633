package overtake.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckPlan.Observed;
import overtake.check.CheckPlan.Reductions;
import overtake.check.states.Fingerprint;
import overtake.explore.Exhaustive;
import overtake.explore.MachineEngine;
import overtake.explore.Replay;
import overtake.machine.Bounds;
import overtake.machine.Machine;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.property.Verdict;
import overtake.support.BenchWorlds;
import overtake.support.TestWorlds;

/// The checker against the small exhaustive search, which compares states whole.
final class CheckTest {
    private static final Bounds.Reach REACH = Bounds.DEFAULT.reach();
    private static final Bounds GIVING_UP = new Bounds(8, 10_000, Bounds.Discipline.KERNEL, new Bounds.Reach(
            REACH.window(), REACH.guesses(), REACH.stores(), Bounds.WrongGuess.ABANDONED));
    private static final long MOST_STATES = 40_000;

    static Stream<Arguments> worldsAndModels() {
        return TestWorlds.all().stream().flatMap(world -> Stream.of(new Sc(), new Tso(), new Lkmm())
                .map(model -> Arguments.of(world.name(), model.name(), world, model)));
    }

    private static CheckResult check(World world, MemoryModel model, CheckPlan plan) {
        return new Check(world, model, Bounds.DEFAULT, plan).run();
    }

    private static CheckPlan full(World world) {
        List<Integer> cells = IntStream.range(0, world.cells().size()).boxed().toList();
        return CheckPlan.DEFAULT.withReduction(Reductions.OFF).withGoal(Goal.NAMES_ONLY)
                .withOutcomes(Observed.of(cells));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("worldsAndModels")
    void the_checker_visits_what_the_exhaustive_search_visits(
            String name, String word, World world, MemoryModel model) {
        CheckPlan plan = full(world);
        Exhaustive.Result exact =
                Exhaustive.explore(new Machine(world, model, GIVING_UP), plan.outcomes().cells(), MOST_STATES);
        CheckResult result = check(world, model, plan.withMaxStates(MOST_STATES));
        assertThat(result.complete()).as("%s under %s", name, word).isEqualTo(exact.complete());
        if (exact.complete()) {
            assertThat(result.counts().states()).isEqualTo(exact.states());
            assertThat(result.counts().transitions()).isEqualTo(exact.transitions());
            assertThat(result.properties()).isEqualTo(exact.violations());
            assertThat(result.outcomes()).isEqualTo(exact.outcomes());
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("worldsAndModels")
    void the_number_of_jobs_changes_nothing(String name, String word, World world, MemoryModel model) {
        CheckPlan plan = full(world).withGoal(Goal.FIRST_VIOLATION).withMaxStates(1000);
        CheckResult one = check(world, model, plan);
        CheckResult three = check(world, model, plan.withJobs(3));
        assertThat(three.verdict()).as("%s under %s", name, word).isEqualTo(one.verdict());
        assertThat(three.counts().states()).isEqualTo(one.counts().states());
        assertThat(three.counts().transitions()).isEqualTo(one.counts().transitions());
        assertThat(three.counts().depth()).isEqualTo(one.counts().depth());
        assertThat(three.outcomes()).isEqualTo(one.outcomes());
        assertThat(three.violations()).isEqualTo(one.violations());
    }

    @Test
    void two_jobs_share_a_large_space() {
        World world = BenchWorlds.refresh(false);
        CheckPlan plan = full(world);
        CheckResult one = check(world, new Tso(), plan);
        CheckResult two = check(world, new Tso(), plan.withJobs(2));
        assertThat(two.counts().states()).isEqualTo(one.counts().states()).isGreaterThan(5_000);
        assertThat(two.counts().transitions()).isEqualTo(one.counts().transitions());
        assertThat(two.verdict()).isEqualTo(one.verdict());
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("worldsAndModels")
    void the_run_that_is_shown_breaks_the_property(String name, String word, World world, MemoryModel model) {
        CheckResult result = check(world, model, full(world).withGoal(Goal.EVERYTHING).withMaxStates(MOST_STATES));
        if (result.complete()) {
            assertThat(result.violations()).hasSameSizeAs(result.properties());
        }
        for (CheckResult.Found found : result.violations()) {
            try (var engine = new MachineEngine(world, model, Bounds.DEFAULT)) {
                var replay = new Replay(found.violation().steps());
                replay.begin(0);
                engine.run(replay, Integer.MAX_VALUE);
                assertThat(engine.fault()).as("%s under %s", name, word).contains(found.violation().fault());
                assertThat(found.minimum().steps()).isEqualTo(found.violation().steps().size());
            }
        }
    }

    @Test
    void a_bound_on_states_makes_the_answer_unknown() {
        World world = BenchWorlds.refresh(false);
        CheckResult result = check(world, new Sc(), full(world).withMaxStates(100));
        assertThat(result.verdict()).isEqualTo(new Verdict.Unknown(List.of("max-states 100")));
        assertThat(result.complete()).isFalse();
        assertThat(result.counts().states()).isBetween(50L, 100L);
    }

    @Test
    void a_full_table_makes_the_answer_unknown() {
        World world = BenchWorlds.refresh(false);
        CheckResult result = check(world, new Tso(), full(world).withMemory(1));
        assertThat(result.verdict()).isInstanceOf(Verdict.Unknown.class);
        assertThat(result.bounds()).singleElement().asString().startsWith("table of states: ");
        assertThat(check(world, new Tso(), full(world).withMemory(1).withJobs(2)).counts().states())
                .isEqualTo(result.counts().states());
    }

    @Test
    void a_full_channel_makes_the_answer_unknown() {
        CheckResult result = check(TestWorlds.fullChannel(), new Tso(), full(TestWorlds.fullChannel()));
        assertThat(result.verdict()).isInstanceOf(Verdict.Unknown.class);
        assertThat(result.bounds()).singleElement().asString().startsWith("store-channel");
    }

    @Test
    void a_check_that_is_stopped_is_unknown() {
        Check check = new Check(TestWorlds.atomics(), new Sc(), Bounds.DEFAULT, CheckPlan.DEFAULT);
        check.stop();
        CheckResult result = check.run();
        assertThat(result.verdict()).isEqualTo(new Verdict.Unknown(List.of("interrupted")));
        assertThat(result.interrupted()).isTrue();
    }

    @Test
    void a_check_without_time_is_unknown() {
        Check check = new Check(TestWorlds.atomics(), new Sc(), Bounds.DEFAULT, CheckPlan.DEFAULT);
        check.endOfTime();
        assertThat(check.run().verdict()).isEqualTo(new Verdict.Unknown(List.of("time")));
    }

    @Test
    void fingerprints_that_are_brought_up_to_date_are_those_of_the_state() {
        Fingerprint whole = new Fingerprint(5);
        Fingerprint updated = new Fingerprint(5);
        int[] before = {1, 0, -7, 3, 0};
        int[] after = {1, 2, -7, 0, Integer.MIN_VALUE};
        updated.of(before);
        updated.update(before, after, 0, 5);
        whole.of(after);
        assertThat(updated.high()).isEqualTo(whole.high());
        assertThat(updated.low()).isEqualTo(whole.low());
        whole.of(before);
        assertThat(updated.high()).isNotEqualTo(whole.high());
    }
}
