package overtake.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.PoisonPill;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Replay;
import overtake.explore.Strategy;
import overtake.explore.strategy.RandomWalk;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.machine.Journal;
import overtake.machine.MemoryCore;
import overtake.machine.Step;
import overtake.memory.Sc;
import overtake.program.World;
import overtake.support.RunRecord;
import overtake.support.Script;
import overtake.support.TestWorlds;

/// A failing actor is a bug of ours, and it must be seen as one, with its own stack trace; worlds made by hand can
/// provoke it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActorFailureTest {
    private static final int ENOUGH = 100;
    private static final int CHOOSE_0 = Step.of(0, Step.REQUEST, 0);
    private static final int CHOOSE_1 = Step.of(0, Step.REQUEST, 1);
    private static final int NEXT = Step.of(0, Step.REQUEST, 0);

    private final ActorRuntime runtime = new ActorRuntime();

    @AfterAll
    void end() {
        runtime.close();
    }

    /// If 1 is chosen, the agent loads from a cell that does not exist.
    private static World wrongCell() {
        return Script.named("wrong-cell")
                .agent("a", "choose 2 %0", "if %0 == 0 out", "write x 1", "move 99 %1", "read %1 %0", ": out",
                        "read x %0")
                .agent("b", "write y 1", "read y %0", "observe %0")
                .world();
    }

    /// If 1 is chosen, the agent asks for a lock that does not exist.
    private static World wrongLock() {
        return Script.named("wrong-lock")
                .agent("a", "choose 2 %0", "if %0 == 0 out", "lock 99", ": out", "read x %0")
                .world();
    }

    private Engine open(World world) {
        return runtime.open(world, new Sc(), Bounds.DEFAULT);
    }

    private static Engine.Ending replay(Engine engine, Integer... picks) {
        Replay replay = new Replay(List.of(picks));
        replay.begin(0);
        return engine.run(replay, ENOUGH);
    }

    private static ActorFailure failure(Engine engine, Integer... picks) {
        return catchThrowableOfType(ActorFailure.class, () -> replay(engine, picks));
    }

    @Test
    void a_failing_actor_surfaces_with_its_name_its_stack_trace_and_the_picks() {
        try (Engine engine = open(wrongCell())) {
            ActorFailure failure = failure(engine, CHOOSE_1, NEXT, NEXT);
            assertThat(failure.actor()).isEqualTo("memory");
            assertThat(failure.step()).isEqualTo(3);
            assertThat(failure.picks()).containsExactly(CHOOSE_1, NEXT, NEXT);
            assertThat(failure).hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
            StackTraceElement[] frames = Objects.requireNonNull(failure.getCause()).getStackTrace();
            assertThat(frames[0].getClassName()).isEqualTo(MemoryCore.class.getName());
            assertThat(frames)
                    .anySatisfy(frame -> assertThat(frame.getClassName()).isEqualTo(MemorySeat.class.getName()));
            assertThat(failure).hasMessageContainingAll("memory", "step 3", "picks so far: [1, 0, 0]");
        }
    }

    @Test
    void the_world_can_be_used_after_a_failure() {
        try (Engine engine = open(wrongCell());
                Engine machine = new MachineEngine(wrongCell(), new Sc(), Bounds.DEFAULT)) {
            for (int round = 0; round < 3; round++) {
                assertThat(failure(engine, CHOOSE_1, NEXT, NEXT)).isNotNull();
                Strategy strategy = new First();
                assertThat(RunRecord.of(engine, strategy, ENOUGH)).isEqualTo(RunRecord.of(machine, strategy, ENOUGH));
            }
        }
    }

    /// Always the first choice, so that nothing bad is chosen.
    private static class First implements Strategy {
        @Override
        public String name() {
            return "first";
        }

        @Override
        public void begin(long execution) {}

        @Override
        public int pick(Choices choices) {
            return 0;
        }
    }

    @Test
    void a_cpu_that_fails_while_it_takes_an_answer_surfaces() {
        try (Engine engine = open(wrongLock())) {
            ActorFailure failure = failure(engine, CHOOSE_1, NEXT);
            assertThat(failure.actor()).isEqualTo("cpu0-a");
            assertThat(failure.step()).isEqualTo(1);
            assertThat(replay(engine, CHOOSE_0, NEXT)).isEqualTo(Engine.Ending.COMPLETED);
        }
    }

    @Test
    void an_actor_that_fails_at_the_beginning_of_a_run_surfaces_in_step_0() {
        World world = Script.named("wrong-at-once").agent("a", "lock 99").world();
        try (Engine engine = open(world)) {
            ActorFailure failure = failure(engine, NEXT);
            assertThat(failure.step()).isZero();
            assertThat(failure.picks()).isEmpty();
        }
    }

    @Test
    void a_journal_that_throws_surfaces_and_does_no_harm() {
        try (Engine engine = open(TestWorlds.storeBuffering())) {
            IllegalStateException full = new IllegalStateException("the journal is full");
            engine.journal((kind, agent, pc, target, value) -> {
                throw full;
            });
            ActorFailure failure = catchThrowableOfType(ActorFailure.class, () -> engine.run(new First(), ENOUGH));
            assertThat(failure.actor()).isEqualTo("conductor");
            assertThat(failure).hasCause(full);
            engine.journal(Journal.NONE);
            assertThat(engine.run(new First(), ENOUGH)).isEqualTo(Engine.Ending.COMPLETED);
        }
    }

    @Test
    void an_endless_recursion_in_an_actor_surfaces_and_does_no_harm() {
        try (Engine engine = open(TestWorlds.storeBuffering())) {
            engine.journal((kind, agent, pc, target, value) -> {
                throw new StackOverflowError();
            });
            assertThatThrownBy(() -> engine.run(new First(), ENOUGH))
                    .isInstanceOf(ActorFailure.class)
                    .hasCauseInstanceOf(StackOverflowError.class);
            engine.journal(Journal.NONE);
            assertThat(engine.run(new First(), ENOUGH)).isEqualTo(Engine.Ending.COMPLETED);
        }
    }

    @Test
    void a_strategy_that_throws_is_not_blamed_on_an_actor() {
        try (Engine engine = open(TestWorlds.storeBuffering())) {
            Strategy broken = new First() {
                @Override
                public int pick(Choices choices) {
                    throw new UnsupportedOperationException("no idea");
                }
            };
            assertThatThrownBy(() -> engine.run(broken, ENOUGH)).isInstanceOf(UnsupportedOperationException.class);
            assertThat(engine.run(new First(), ENOUGH)).isEqualTo(Engine.Ending.COMPLETED);
        }
    }

    @Test
    void a_message_that_reaches_nobody_is_a_failure() {
        try (ActorEngine engine = runtime.open(TestWorlds.storeBuffering(), new Sc(), Bounds.DEFAULT)) {
            engine.addresses().memory().tell(PoisonPill.getInstance(), ActorRef.noSender());
            ActorFailure failure = catchThrowableOfType(ActorFailure.class, () -> engine.run(new First(), ENOUGH));
            assertThat(failure.actor()).isEqualTo("memory");
            assertThat(failure).hasMessageContaining("reached nobody");
            assertThat(engine.lost()).isEqualTo(1);
        }
    }

    @Test
    void a_message_that_no_actor_understands_is_a_failure() {
        try (ActorEngine engine = runtime.open(TestWorlds.storeBuffering(), new Sc(), Bounds.DEFAULT)) {
            engine.addresses().cpu(1).tell("hello", ActorRef.noSender());
            ActorFailure failure = catchThrowableOfType(ActorFailure.class, () -> engine.run(new First(), ENOUGH));
            assertThat(failure.actor()).isEqualTo("cpu1-b");
            assertThat(engine.run(new First(), ENOUGH)).isEqualTo(Engine.Ending.COMPLETED);
        }
    }

    @Test
    void failures_do_not_disturb_other_worlds() {
        try (Engine failing = open(wrongCell());
                Engine sound = open(TestWorlds.rcu())) {
            Strategy strategy = new RandomWalk(5);
            strategy.begin(0);
            RunRecord before = RunRecord.of(sound, strategy, ENOUGH);
            assertThat(failure(failing, CHOOSE_1, NEXT, NEXT)).isNotNull();
            strategy.begin(0);
            assertThat(RunRecord.of(sound, strategy, ENOUGH)).isEqualTo(before);
        }
    }
}
