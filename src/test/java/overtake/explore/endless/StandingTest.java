package overtake.explore.endless;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.machine.Machine;
import overtake.machine.Step;
import overtake.memory.Sc;
import overtake.program.LockKind;
import overtake.program.World;
import overtake.support.Script;

/// Who waits for what at the end of a run.
final class StandingTest {
    static Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of("two locks in both orders", Script.named("abba").lock("l", LockKind.SPINLOCK)
                        .lock("m", LockKind.MUTEX)
                        .agent("a", "lock l", "lock m").agent("b", "lock m", "lock l").agent("c", "yield"),
                        "abca", 0,
                        List.of("waits at a/lock m for m, held by b", "waits at b/lock l for l, held by a",
                                "has ended")),
                Arguments.of("a reader", Script.named("reader").lock("r", LockKind.RWLOCK)
                        .agent("a", "lock r read", "lock r write"),
                        "aa", 0, List.of("waits at a/lock r write for r, held for reading by a")),
                Arguments.of("a wake-up that never comes", Script.named("sleeper").lock("q", LockKind.RUN_QUEUE)
                        .lock("l", LockKind.SPINLOCK).agent("a", "lock q", "lock q"),
                        "a", 0, List.of("sleeps at a/lock q until it is woken")),
                Arguments.of("a grace period", Script.named("own").domain("rcu", false)
                        .agent("a", "begin rcu", "synchronize rcu"),
                        "aa", 0, List.of("waits at a/synchronize rcu for the read-side sections of rcu, in one: a")),
                Arguments.of("a round", Script.named("round")
                        .agent("a", ": again", "read x %0", "if %0 == 0 again")
                        .agent("b", ": again", "add y 1", "add y -1", "jump again").agent("c", "yield"),
                        "cabb", 3,
                        List.of("goes round at a/read x %0 and changes nothing: it waits for a store",
                                "goes round at b/add y 1", "has ended")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void a_run_that_does_not_end_says_who_waits_for_what(
            String name, Script script, String agents, int round, List<String> expected) {
        World world = script.world();
        Machine machine = new Machine(world, new Sc(), Bounds.DEFAULT);
        List<Integer> steps = new ArrayList<>();
        agents.chars().forEach(agent -> steps.add(Step.of(agent - 'a', Step.REQUEST, 0)));
        Choices choices = new Choices();
        int[] state = machine.initial();
        steps.forEach(step -> machine.apply(state, step));
        machine.enabled(state, choices);
        assertThat(choices.size() == 0).as(name).isEqualTo(round == 0);
        assertThat(Standing.after(world, new Sc(), Bounds.DEFAULT, steps, round)).extracting(Standing::text)
                .isEqualTo(expected);
    }
}
