package overtake.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
import overtake.check.states.Recent;
import overtake.check.states.StateTable;
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

    @Test
    void a_table_finds_again_what_was_added_while_it_grew() {
        try (StateTable table = new StateTable(1L << 26, 1)) {
            long entries = 0;
            for (long i = 1; i <= 60_000; i++) {
                long stamp = table.enter(1);
                assertThat(table.add(i * 0x9E3779B97F4A7C15L, i)).isTrue();
                table.leave(stamp, 1);
                entries++;
                assertThat(entries < 4000 || table.bytes() <= 24 * entries).as("room for " + entries).isTrue();
            }
            assertThat(table.count()).isEqualTo(entries);
            for (long i = 1; i <= 60_000; i++) {
                assertThat(table.add(i * 0x9E3779B97F4A7C15L, i)).isFalse();
            }
            assertThat(table.add(0, 0)).isTrue();
            assertThat(table.add(0, 0)).isFalse();
            assertThat(table.add(0x9E3779B97F4A7C15L, 2)).as("equal in the first word only").isTrue();
        }
    }

    @Test
    void a_table_that_several_copy_keeps_every_entry() {
        try (StateTable table = new StateTable(1L << 28, 3)) {
            for (long i = 1; i <= 400_000; i++) {
                long stamp = table.enter(1);
                assertThat(table.add(i * 0x9E3779B97F4A7C15L, i)).isTrue();
                table.leave(stamp, 1);
            }
            for (long i = 1; i <= 400_000; i++) {
                assertThat(table.add(i * 0x9E3779B97F4A7C15L, i)).isFalse();
            }
        }
    }

    @Test
    void a_table_says_which_of_several_entries_are_new() {
        for (int users = 1; users <= 2; users++) {
            try (StateTable table = new StateTable(1L << 26, users)) {
                long stamp = table.enter(6);
                long[] highs = {7, 8, 7, 7, 0, 1};
                long[] lows = {1, 1, 1, 2, 0, 1};
                int[] fresh = new int[6];
                int added = table.add(highs, lows, 6, fresh);
                table.leave(stamp, added);
                assertThat(Arrays.copyOf(fresh, added)).containsExactly(0, 1, 3, 4);
                assertThat(table.count()).isEqualTo(4);
                assertThat(table.add(highs, lows, 6, fresh)).isZero();
            }
        }
    }

    @Test
    void a_line_with_many_entries_overflows_into_the_next_ones() {
        try (StateTable table = new StateTable(1L << 26, 1)) {
            long stamp = table.enter(100);
            for (long i = 1; i <= 100; i++) {
                assertThat(table.add(-i, 5)).as("the last line, and then from the first one on").isTrue();
            }
            for (long i = 1; i <= 100; i++) {
                assertThat(table.add(-i, 5)).isFalse();
                assertThat(table.add(-i, 6)).isTrue();
            }
            table.leave(stamp, 200);
        }
    }

    @Test
    void several_threads_that_add_the_same_entries_add_each_once() {
        try (StateTable table = new StateTable(1L << 28, 4)) {
            long added = IntStream.range(0, 4).parallel().mapToLong(thread -> {
                long mine = 0;
                for (long i = 1; i <= 100_000; i++) {
                    long stamp = table.enter(1);
                    boolean fresh = table.add(i * 0x9E3779B97F4A7C15L, i % 3);
                    table.leave(stamp, fresh ? 1 : 0);
                    mine += fresh ? 1 : 0;
                }
                return mine;
            }).sum();
            assertThat(added).isEqualTo(100_000);
            assertThat(table.count()).isEqualTo(added);
        }
    }

    @Test
    void what_was_met_lately_is_known_as_long_as_nothing_took_its_place() {
        Recent recent = new Recent();
        assertThat(recent.meet(0, 0)).isFalse();
        assertThat(recent.meet(0, 0)).isTrue();
        assertThat(recent.meet(1, 0)).isFalse();
        assertThat(recent.meet(0, 1)).as("equal in one word").isFalse();
        assertThat(recent.meet(0, 0)).as("its place was taken").isFalse();
        assertThat(recent.meet(1, 0)).isTrue();
    }
}
