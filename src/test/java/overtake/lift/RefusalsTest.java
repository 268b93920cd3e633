package overtake.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static overtake.kernel.Kernel.ghost_dirty;
import static overtake.kernel.Kernel.smp_mb;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.StateProperty;
import overtake.lift.Shapes.Kvm;
import overtake.lift.Shapes.OnKvm;
import overtake.support.Script;

/// What cannot be lifted is refused with file and line, what was found, the way out, and the call chain.
class RefusalsTest {
    private static String shared(String function) {
        return function
                + "() of a value; its argument must be a shared variable, written in place: a non-final field of a"
                + " model object, as in " + function + "(gpc.valid)";
    }

    static Stream<Arguments> refused() {
        return Stream.of(accessesAndInts(), controlAndLibrary(), labelsAndStatics(), objectsAndLoops())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> accessesAndInts() {
        return Stream.of(
                Arguments.of(new RefusedAgents.LvalueIsLocal(), shared("WRITE_ONCE")),
                Arguments.of(new RefusedAgents.LvalueIsFinal(), shared("READ_ONCE")),
                Arguments.of(new RefusedAgents.LvalueIsResult(), shared("READ_ONCE")),
                Arguments.of(
                        new RefusedAgents.LongValue(),
                        "a conversion to or from long, float or double (I2L); only int, boolean and references can be lifted"),
                Arguments.of(
                        new RefusedAgents.LongField(),
                        "field ticks of type long cannot be a shared variable; int, boolean and references to model objects"
                                + " can, locks are final"),
                Arguments.of(
                        new RefusedAgents.DoubleConstant(),
                        "a double constant; only int, boolean and references can be lifted"),
                Arguments.of(new RefusedAgents.Recursion(), "a recursive call of down; write it as a loop"),
                Arguments.of(
                        new RefusedAgents.CatchClause(),
                        "a catch clause for IllegalStateException; agents do not throw: return an error code instead"));
    }

    private static Stream<Arguments> controlAndLibrary() {
        return Stream.of(
                Arguments.of(
                        new RefusedAgents.CatchAll(),
                        "a catch clause for Throwable; agents do not throw: return an error code instead"),
                Arguments.of(
                        new RefusedAgents.SynchronizedBlock(),
                        "synchronized; use a SpinLock or a Mutex with spin_lock or mutex_lock"),
                Arguments.of(
                        new RefusedAgents.SynchronizedMethod(),
                        "a synchronized method; use a SpinLock or a Mutex with spin_lock or mutex_lock"),
                Arguments.of(
                        new RefusedAgents.LibraryCall(),
                        "a call of List12.iterator; the library is not lifted, write it over model objects"),
                Arguments.of(
                        new RefusedAgents.LibraryObject(),
                        "new ArrayList; library objects cannot be lifted, write the loop over model objects"),
                Arguments.of(
                        new RefusedAgents.LibraryField(),
                        "field name of type String cannot be a shared variable; int, boolean and references to model objects"
                                + " can, locks are final"),
                Arguments.of(new RefusedAgents.BuiltString(),
                        "a string that is built while running; labels are constants"),
                Arguments.of(new RefusedAgents.Label(),
                        "ensure() with a name that is not constant; write a string literal"));
    }

    private static Stream<Arguments> labelsAndStatics() {
        return Stream.of(
                Arguments.of(
                        new RefusedAgents.Escape(),
                        "an object that the agent made itself would get into shared memory or be compared; take shared objects"
                                + " from a Pool"),
                Arguments.of(
                        new RefusedAgents.EscapeMarked(),
                        "an object that the agent made itself would get into shared memory or be compared; take shared objects"
                                + " from a Pool"),
                Arguments.of(
                        new RefusedAgents.StaticRead(),
                        "a read of the static field counter, which is not final; shared variables are fields of model objects"),
                Arguments.of(
                        new RefusedAgents.StaticWrite(),
                        "a store to the static field counter; shared variables are fields of model objects"),
                Arguments.of(
                        new RefusedAgents.InstanceOf(),
                        "instanceof; give the objects an int or enum field, or a method to override"),
                Arguments.of(
                        new RefusedAgents.Patterns(),
                        "a switch over patterns or strings; switch over an int or an enum"),
                Arguments.of(
                        new RefusedAgents.NewArray(),
                        "an agent makes an array; make it a final field of a model object"),
                Arguments.of(
                        new RefusedAgents.NewLock(),
                        "an agent makes a SpinLock; make it a final field of a model object"));
    }

    private static Stream<Arguments> objectsAndLoops() {
        return Stream.of(
                Arguments.of(
                        new RefusedAgents.NullLock(),
                        "spin_lock() of a value that may be null or several things; its argument is a lock in a final field of a"
                                + " model object"),
                Arguments.of(
                        new RefusedAgents.Reflective(),
                        "a call of Object.getClass; the library is not lifted, write it over model objects"),
                Arguments.of(
                        new RefusedAgents.Bound(),
                        "choose() with a bound that is not a constant of 1 or more; use a literal or a final field"),
                Arguments.of(
                        new RefusedAgents.OneOfTwoLambdas(),
                        "an object or lambda made here may be one of several, or null; let each path do its own work, or make"
                                + " them fields of a model object"),
                Arguments.of(
                        new RefusedAgents.NativeHelper(),
                        "a call of NativeHelper.helper, which has no code; a method of a model class that is neither abstract"
                                + " nor native"),
                Arguments.of(
                        new RefusedAgents.Forever(),
                        "a loop that no other agent can see and that never ends; read a shared variable in it, or leave it"),
                Arguments.of(
                        new RefusedAgents.SpinsOnLocal(),
                        "a loop that no other agent can see and that never ends; read a shared variable in it, or leave it"));
    }

    private static List<String> problems(OnKvm agent) {
        return catchThrowableOfType(LiftException.class, () -> Lifted.world(agent)).problems();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_construct_outside_the_subset_is_refused(OnKvm agent, String message) {
        assertThat(problems(agent)).singleElement().satisfies(problem -> assertThat(problem)
                .matches("RefusedAgents\\.java:\\d+: .*  \\[.*agent]")
                .contains(": " + message + "  ["));
    }

    @Test
    void the_call_chain_leads_from_the_problem_to_the_agent() {
        String problem = problems(new RefusedAgents.Recursion()).getFirst().replaceAll(":\\d+", ":LINE");
        assertThat(problem)
                .isEqualTo(
                        "RefusedAgents.java:LINE: a recursive call of down; write it as a loop  [Recursion.down called from"
                                + " RefusedAgents.java:LINE, RefusedAgents.java:LINE, RefusedAgents.java:LINE; agent]");
    }

    @Test
    void problems_of_different_paths_are_collected() {
        assertThat(problems(new RefusedAgents.CollectsBoth())).hasSize(2);
    }

    static final class WritesInProperty implements StateProperty {
        private final Kvm kvm;

        WritesInProperty(Kvm kvm) {
            this.kvm = kvm;
        }

        @Override
        public boolean holds() {
            kvm.count = 1;
            return true;
        }
    }

    @Test
    void a_property_that_writes_is_refused() {
        Kvm kvm = new Kvm();
        LiftException exception = catchThrowableOfType(
                LiftException.class, () -> Lifted.world((Composition composition) -> {
                    composition.shared("kvm", kvm);
                    composition.agent("agent", new Shapes.Idle());
                    composition.always("writes", new WritesInProperty(kvm));
                }));
        assertThat(exception.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .contains(": a property only reads fields and asks about locks; do this in an agent  ["));
    }

    static final class AsksAboutLine implements StateProperty {
        private final LinesTest.Memory memory;

        AsksAboutLine(LinesTest.Memory memory) {
            this.memory = memory;
        }

        @Override
        public boolean holds() {
            return !ghost_dirty(memory.line);
        }
    }

    @Test
    void a_property_that_asks_about_a_line_is_refused() {
        var memory = new LinesTest.Memory();
        LiftException exception = catchThrowableOfType(
                LiftException.class, () -> Lifted.world((Composition composition) -> {
                    composition.shared("memory", memory);
                    composition.agent("agent", new Shapes.Idle());
                    composition.always("clean", new AsksAboutLine(memory));
                }));
        assertThat(exception.problems())
                .containsExactly("clean: asks about a cache line, which a property of every state cannot;"
                        + " ask in an agent: ensure(\"name\", !ghost_dirty(line))");
    }

    @Test
    void a_lambda_as_an_agent_is_refused() {
        Agent lambda = () -> smp_mb();
        LiftException exception =
                catchThrowableOfType(LiftException.class, () -> Lifted.world(lambda));
        assertThat(exception.problems())
                .containsExactly(
                        "agent: is a lambda or another hidden class, whose bytecode cannot be read; write a class or"
                                + " a record");
    }

    static final class NativeRun implements Agent {
        @Override
        public native void run();
    }

    @Test
    void an_agent_without_code_is_refused() {
        LiftException exception =
                catchThrowableOfType(LiftException.class, () -> Lifted.world(new NativeRun()));
        assertThat(exception.problems())
                .containsExactly(
                        "agent: is a NativeRun whose run() has no bytecode; it must not be abstract or native");
    }

    @Test
    void calls_that_nest_too_deep_are_refused() throws ReflectiveOperationException {
        StringBuilder source = new StringBuilder("package fuzz; public class Deep implements overtake.kernel.Agent {"
                + " public void run() { m0(); } void m60() {}\n");
        for (int i = 0; i < 60; i++) {
            source.append("void m%d() { m%d(); }\n".formatted(i, i + 1));
        }
        Agent agent = (Agent) InMemory.compile("fuzz.Deep", source + "}").getConstructor().newInstance();
        LiftException exception = catchThrowableOfType(LiftException.class, () -> Lifted.world(agent));
        assertThat(exception.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .contains(": calls that nest deeper than 48; flatten the helpers  [Deep.m47 called from "));
    }

    @Test
    void names_are_given_once() {
        LiftException exception = catchThrowableOfType(
                LiftException.class, () -> Lifted.world((Composition composition) -> {
                    composition.shared("kvm", new Kvm());
                    composition.shared("kvm", new Kvm());
                    composition.agent("a", new Shapes.Idle());
                    composition.agent("a", new Shapes.Idle());
                }));
        assertThat(exception.problems())
                .containsExactly(
                        "test: two shared objects are named kvm; give each a name of its own",
                        "test: two agents are named a; give each a name of its own");
    }

    @Test
    void an_observation_in_an_interrupt_handler_is_refused() {
        LiftException exception = catchThrowableOfType(
                LiftException.class, () -> Lifted.world((Composition composition) -> {
                    composition.agent("a", new Shapes.Idle(), new RefusedAgents.Observes());
                }));
        assertThat(exception.problems()).singleElement().asString()
                .matches(
                        "RefusedAgents\\.java:\\d+: observe of seen in an interrupt handler, which has no outcome of its own;"
                                + " write it to a shared variable and observe that in an agent  \\[a\\.handler\\]");
        Script script = Script.named("handler").agent("a", "yield");
        assertThatThrownBy(() -> script.handler("observe 1"))
                .hasMessage("a: a handler cannot observe; a state has no room for it");
    }

    @Test
    void a_world_without_agents_is_refused() {
        LiftException exception =
                catchThrowableOfType(LiftException.class, () -> WorldLifter.lift("empty", _ -> {}));
        assertThat(exception.problems())
                .containsExactly("empty: the world has no agents; call composition.agent(name, agent)");
    }
}
