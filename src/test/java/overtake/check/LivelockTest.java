package overtake.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckPlan.Livelock;
import overtake.explore.endless.Fairness;
import overtake.machine.Bounds;
import overtake.machine.FaultKind;
import overtake.machine.Machine;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.LockKind;
import overtake.program.World;
import overtake.property.Verdict;
import overtake.support.Script;

/// Fair runs without an end.
final class LivelockTest {
    private static final String[] WAITER =
            {": again", "read flag %0", "if %0 == 1 done", "yield", "jump again", ": done"};

    private static CheckResult check(Script script, MemoryModel model) {
        return check(script.world(), model, CheckPlan.DEFAULT);
    }

    private static CheckResult check(World world, MemoryModel model, CheckPlan plan) {
        CheckResult result = new Check(world, model, Bounds.DEFAULT, plan.withLivelock(Livelock.SOUGHT)).run();
        for (CheckResult.Found found : result.violations()) {
            List<Integer> steps = found.violation().steps();
            Machine machine = new Machine(world, model, Bounds.DEFAULT);
            assertThat(Fairness.of(machine).orElseThrow().round(steps)).hasValue(
                    steps.size() - found.lasso().orElseThrow().round());
            assertThat(found.minimum().steps()).isEqualTo(steps.size());
        }
        return result;
    }

    private static void fails(CheckResult result, int wayIn, int round, boolean inescapable) {
        assertThat(result.verdict()).isInstanceOf(Verdict.Fail.class);
        CheckResult.Found found = result.violations().getFirst();
        assertThat(found.violation().fault().kind()).isEqualTo(FaultKind.LIVELOCK);
        assertThat(found.lasso()).contains(new CheckResult.Lasso(round, inescapable));
        assertThat(found.violation().steps()).hasSize(wayIn + round);
    }

    @Test
    void a_loop_that_waits_for_a_store_that_comes_is_no_livelock() {
        Script script = Script.named("comes").agent("a", WAITER).agent("b", "write flag 1", "read x %0");
        assertThat(check(script, new Sc()).verdict()).isInstanceOf(Verdict.Pass.class);
        assertThat(check(script, new Tso()).verdict()).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void a_loop_that_waits_for_a_store_that_never_comes_is_a_livelock() {
        Script script = Script.named("never").agent("a", WAITER).agent("b", "write flag 2");
        fails(check(script, new Sc()), 1, 2, true);
    }

    @Test
    void a_flag_that_is_raised_and_lowered_before_the_waiter_looks_is_a_lost_wake_up() {
        Script script = Script.named("lost").agent("a", WAITER).agent("b", "write flag 1", "write flag 0");
        fails(check(script, new Sc()), 2, 2, true);
        fails(check(script, new Tso()), 2, 2, true);
    }

    @Test
    void two_loops_that_wait_for_each_other_are_a_livelock() {
        Script script = Script.named("mutual")
                .agent("a", ": again", "read x %0", "if %0 == 0 again", "write y 1")
                .agent("b", ": again", "read y %0", "if %0 == 0 again", "write x 1");
        fails(check(script, new Sc()), 0, 2, true);
    }

    @Test
    void two_agents_that_back_off_from_each_other_for_ever_are_a_livelock_although_other_orders_end() {
        Script script = Script.named("back-off").lock("l", LockKind.SPINLOCK).lock("m", LockKind.SPINLOCK)
                .agent("a", ": again", "lock l", "try m %0", "if %0 == 1 done", "unlock l", "jump again", ": done",
                        "unlock m", "unlock l")
                .agent("b", ": again", "lock m", "try l %0", "if %0 == 1 done", "unlock m", "jump again", ": done",
                        "unlock l", "unlock m");
        fails(check(script, new Sc()), 0, 6, false);
    }

    @Test
    void a_lock_is_not_withheld_from_one_agent_for_ever() {
        Script script = Script.named("unfair").lock("l", LockKind.SPINLOCK)
                .agent("a", ": again", "lock l", "read flag %0", "unlock l", "if %0 == 0 again")
                .agent("b", "lock l", "write flag 1", "unlock l");
        assertThat(check(script, new Sc()).verdict()).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void no_value_of_a_choose_is_avoided_for_ever() {
        Script some = Script.named("some").agent("a", ": again", "choose 2 %0", "if %0 == 0 again");
        assertThat(check(some, new Sc()).verdict()).isInstanceOf(Verdict.Pass.class);
        Script none = Script.named("none").agent("a", ": again", "choose 2 %0", "if %0 < 2 again");
        fails(check(none, new Sc()), 0, 2, true);
    }

    @Test
    void an_interrupt_need_never_come() {
        Script script = Script.named("interrupt").agent("a", WAITER).handler("write flag 1");
        fails(check(script, new Sc()), 0, 2, false);
    }

    @Test
    void whoever_is_blocked_does_not_go_on() {
        Script script = Script.named("blocked").lock("l", LockKind.SPINLOCK)
                .agent("a", "lock l", ": again", "read flag %0", "if %0 == 0 again", "unlock l")
                .agent("b", "lock l", "write flag 1", "unlock l");
        CheckResult result = check(script, new Tso());
        fails(result, 1, 1, true);
    }

    @Test
    void what_does_not_fit_is_unknown() {
        Script script = Script.named("never").agent("a", WAITER).agent("b", "write flag 2");
        CheckPlan plan = CheckPlan.DEFAULT.withMemory(1);
        assertThat(check(script.world(), new Sc(), plan).verdict())
                .isEqualTo(new Verdict.Unknown(List.of("livelock: no room for all states with their steps")));
        Script straight = Script.named("straight").agent("a", "write x 1").agent("b", "read x %0");
        assertThat(check(straight, new Lkmm()).verdict())
                .isEqualTo(new Verdict.Unknown(List.of("livelock: not looked for under lkmm")));
    }

    @Test
    void a_check_for_everything_finds_a_livelock_beside_other_violations() {
        Script script = Script.named("both").agent("a", ": again", "read x %0", "if %0 == 0 again")
                .agent("b", "choose 2 %0", "ensure %0 chosen");
        CheckResult names = check(script.world(), new Sc(), CheckPlan.DEFAULT.withGoal(Goal.NAMES_ONLY));
        assertThat(names.properties()).containsExactly("chosen", "livelock");
        assertThat(check(script.world(), new Sc(), CheckPlan.DEFAULT.withGoal(Goal.NAMES_ONLY)
                .withLivelock(Livelock.SOUGHT)).violations()).isEmpty();
    }
}
