package overtake.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import overtake.explore.Exhaustive;
import overtake.litmus.HerdOutcome;
import overtake.litmus.LitmusReader;
import overtake.litmus.LitmusTest;
import overtake.memory.Lkmm;
import overtake.program.Invariant.When;
import overtake.program.World;
import overtake.support.Script;

/// Under `lkmm` a fault counts only if the run up to it is an execution.
class LkmmFaultsTest {
    private static final long MAX_STATES = 100_000;

    private static Set<String> violations(World world, Bounds.WrongGuess wrong) {
        Bounds.Reach reach = new Bounds.Reach(62, 62, 64, wrong);
        Bounds bounds = new Bounds(8, 10_000, Bounds.Discipline.KERNEL, reach);
        Exhaustive.Result result = Exhaustive.explore(new Machine(world, new Lkmm(), bounds), List.of(), MAX_STATES);
        assertThat(result.complete()).isTrue();
        return Set.copyOf(result.violations());
    }

    /// An agent that writes 1 to y if x is 1: what it writes depends on the branch only, and it may write before it has read.
    private static Script guess() {
        return Script.named("guess")
                .agent("a", "read x %0", "move 0 %1", "if %0 != 1 out out", "move 1 %1", ": out", "write y %1")
                .invariant("y-is-zero", When.ALWAYS, "ghost y %0", "if %0 == 0 good", "fail y-is-zero", ": good");
    }

    @ParameterizedTest
    @EnumSource
    void a_store_behind_a_wrong_guess_breaks_no_invariant(Bounds.WrongGuess wrong) {
        assertThat(violations(guess().agent("b", "read y %0", "observe %0").world(), wrong)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_store_behind_a_right_guess_does(Bounds.WrongGuess wrong) {
        assertThat(violations(guess().agent("b", "write x 1").world(), wrong)).containsExactly("y-is-zero");
    }

    @ParameterizedTest
    @EnumSource
    void what_another_agent_read_behind_a_wrong_guess_fails_no_check(Bounds.WrongGuess wrong) {
        World world = Script.named("check-of-a-guess")
                .agent("a", "read x %0", "move 0 %1", "if %0 != 1 out out", "move 1 %1", ": out", "write y %1")
                .agent("b", "read y %0", "warn %0 y-is-zero")
                .world();
        assertThat(violations(world, wrong)).isEmpty();
    }

    /// Agent `a` uses an object in two loads, the second of which needs the value of the first, and then says that it is done with it.
    private static Script uses(String... done) {
        List<String> lines = new ArrayList<>(List.of("read p0.f %0", "sub %0 5 %0", "read %0 %1"));
        lines.addAll(List.of(done));
        return Script.named("uses")
                .pool("p", 1, 1, false)
                .cell("done", 0)
                .cell("other", 0)
                .agent("a", lines.toArray(String[]::new))
                .agent("b", "read done %0", "if %0 != 1 out", "free 1", ": out");
    }

    @ParameterizedTest
    @EnumSource
    void a_use_after_free_with_a_store_ahead_and_a_load_behind_it_counts(Bounds.WrongGuess wrong) {
        assertThat(violations(uses("write done 1").world(), wrong)).containsExactly("use-after-free");
    }

    @ParameterizedTest
    @EnumSource
    void a_fence_before_the_store_forbids_it(Bounds.WrongGuess wrong) {
        assertThat(violations(uses("mb", "write done 1").world(), wrong)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_use_after_free_counts_only_if_the_guesses_ahead_are_right(Bounds.WrongGuess wrong) {
        String[] done = {"move 2 %1", "if %0 == 2 yes out", "move 1 %1", ": yes", ": out", "write done %1"};
        assertThat(violations(uses(done).world(), wrong)).isEmpty(); // p0.f is 7, so 2 is written
        done[1] = "if %0 == 3 yes out";
        assertThat(violations(uses(done).world(), wrong)).containsExactly("use-after-free");
    }

    @Test
    void a_base_is_a_store_of_which_all_know_what_it_carries() {
        LitmusTest test = LitmusReader.read("plain-first.litmus", """
            C plain-first

            {}

            P0(int *x, int *y)
            {
                WRITE_ONCE(*x, 1);
                smp_store_release(y, 1);
            }

            P1(int *x, int *y)
            {
                int r0;
                int r1;
                int r2;

                r0 = *y;
                r1 = smp_load_acquire(y);
                r2 = READ_ONCE(*x);
            }

            exists (1:r0=1 /\\ 1:r1=1 /\\ 1:r2=0)
            """);
        Machine machine = new Machine(test.world(), new Lkmm(), test.bounds());
        Exhaustive.Result result = Exhaustive.explore(machine, test.cells(), MAX_STATES);
        List<String> states = HerdOutcome.of(test, result.outcomes(), List.of(), result.complete()).states();
        assertThat(states).containsExactly("0 0 0", "0 0 1", "0 1 1", "1 1 1"); // not 1 1 0
    }
}
