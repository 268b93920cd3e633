package overtake.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import overtake.explore.Exhaustive;
import overtake.memory.Lkmm;
import overtake.program.LockKind;
import overtake.program.World;
import overtake.support.Script;

/// What a ghost question sees under `lkmm`: what is last in coherence order, but nothing that its own agent does only after it. Agent `a` asks behind a read
/// that may be late, so that what follows the question can be early.
class LkmmGhostsTest {
    private static final long MAX_STATES = 200_000;

    /// The values of the first observation of agent `a`, in all ends of all runs.
    private static Set<Integer> answers(Script script, Bounds.WrongGuess wrong) {
        World world = script.world();
        Bounds.Reach reach = new Bounds.Reach(62, 62, 64, wrong);
        Bounds bounds = new Bounds(8, 10_000, Bounds.Discipline.KERNEL, reach);
        Exhaustive.Result result = Exhaustive.explore(new Machine(world, new Lkmm(), bounds), List.of(), MAX_STATES);
        assertThat(result.complete()).isTrue();
        assertThat(result.violations()).isEmpty();
        Set<Integer> answers = new TreeSet<>();
        result.outcomes().forEach(outcome -> answers.add(outcome.values().get("a:r0")));
        return answers;
    }

    private static Script asks(String... then) {
        List<String> lines = new ArrayList<>(List.of("read z %1", "ghost x %0", "observe %0"));
        lines.addAll(List.of(then));
        return Script.named("asks").cell("x", 0).cell("y", 0).cell("z", 0).agent("a", lines.toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void a_later_store_of_the_same_agent_is_not_seen(Bounds.WrongGuess wrong) {
        assertThat(answers(asks("write x 1"), wrong)).containsExactly(0);
        assertThat(answers(asks("write x 1").agent("b", "write z 1"), wrong)).containsExactly(0);
    }

    @ParameterizedTest
    @EnumSource
    void a_store_of_another_agent_is(Bounds.WrongGuess wrong) {
        assertThat(answers(asks().agent("b", "write x 1"), wrong)).containsExactly(0, 1);
        assertThat(answers(asks("write x 2").agent("b", "write x 1"), wrong)).containsExactly(0, 1);
    }

    @Test
    void an_earlier_store_of_the_same_agent_is_seen() {
        Script script =
                Script.named("earlier").agent("a", "read z %1", "write x 1", "ghost x %0", "observe %0", "write x 2");
        assertThat(answers(script, Bounds.WrongGuess.UNDONE)).containsExactly(1);
    }

    @Test
    void a_store_between_two_questions_is_seen_by_the_second() {
        Script script =
                Script.named("between").agent("a", "read z %1", "ghost x %1", "write x 1", "ghost x %0", "observe %0");
        assertThat(answers(script, Bounds.WrongGuess.UNDONE)).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource
    void what_others_store_behind_a_later_store_is_not_seen(Bounds.WrongGuess wrong) {
        assertThat(answers(asks("write x 1").agent("b", "cas x 1 2 %0"), wrong)).containsExactly(0);
        // without the later store it is
        assertThat(answers(asks().agent("b", "cas x 0 2 %0"), wrong)).containsExactly(0, 2);
    }

    @ParameterizedTest
    @EnumSource
    void a_later_store_that_all_know_is_not_seen_either(Bounds.WrongGuess wrong) {
        Script script = asks("write x 1").agent("b", "read x %0", "mb", "read x %1", "write y %0");
        assertThat(answers(script, wrong)).containsExactly(0);
    }

    @ParameterizedTest
    @EnumSource
    void a_lock_that_is_taken_later_is_not_held(Bounds.WrongGuess wrong) {
        String[] lines = {"read z %1", "held l %0", "observe %0", "lock l", "unlock l"};
        Script alone = Script.named("held").lock("l", LockKind.SPINLOCK).agent("a", lines);
        assertThat(answers(alone, wrong)).containsExactly(0);
        Script readers = Script.named("held").lock("l", LockKind.RWLOCK)
                .agent("a", "read z %1", "held l %0", "observe %0", "lock l read", "unlock l read");
        assertThat(answers(readers, wrong)).containsExactly(0);
    }

    @ParameterizedTest
    @EnumSource
    void a_lock_that_another_agent_holds_is_held(Bounds.WrongGuess wrong) {
        Script script = Script.named("held").lock("l", LockKind.RWLOCK)
                .agent("a", "read z %1", "held l %0", "observe %0", "lock l read", "unlock l read")
                .agent("b", "lock l read", "unlock l read");
        assertThat(answers(script, wrong)).containsExactly(0, 1);
    }

    @ParameterizedTest
    @EnumSource
    void an_object_that_is_allocated_later_is_not_allocated(Bounds.WrongGuess wrong) {
        Script before = Script.named("allocated").pool("p", 1, 0, false)
                .agent("a", "read z %1", "allocated 1 %0", "observe %0", "alloc p %2", "free %2");
        assertThat(answers(before, wrong)).containsExactly(0);
        Script after = Script.named("allocated").pool("p", 1, 0, false)
                .agent("a", "alloc p %2", "allocated %2 %0", "observe %0", "free %2");
        assertThat(answers(after, wrong)).containsExactly(1);
    }

    /// A plain store may be performed before its value is known.
    @Test
    void a_store_without_a_value_is_not_seen() {
        Script script = Script.named("pending").cell("x", 5)
                .agent("a", "read y %1", "ghost x %0", "observe %0")
                .agent("b", "read z %0", "plain x %0")
                .agent("c", "write z 7");
        assertThat(answers(script, Bounds.WrongGuess.UNDONE)).containsExactly(0, 5, 7);
    }
}
