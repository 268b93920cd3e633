package overtake.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.choose;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_rmb;
import static overtake.kernel.Kernel.spin_lock;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.SpinLock;
import overtake.kernel.StateProperty;
import overtake.lift.Shapes.Box;
import overtake.lift.Shapes.Increment;
import overtake.lift.Shapes.Kvm;
import overtake.lift.Shapes.OnKvm;
import overtake.lift.Shapes.Range;
import overtake.lift.Shapes.Visitor;

/// What cannot be lifted is refused with file and line, what was found, the way out, and the call chain.
class RefusalsTest {
    private static int counter;

    static final class LvalueIsLocal extends OnKvm {
        @Override
        public void run() {
            int x = box.n;
            WRITE_ONCE(x, 4);
        }
    }

    static final class LvalueIsFinal extends OnKvm {
        @Override
        public void run() {
            READ_ONCE(box.id);
        }
    }

    static final class LvalueIsResult extends OnKvm {
        private int n() {
            return box.n;
        }

        @Override
        public void run() {
            READ_ONCE(n());
        }
    }

    static final class LongValue extends OnKvm {
        @Override
        public void run() {
            long x = READ_ONCE(box.n);
            box.n = (int) (x << 1);
        }
    }

    static final class LongField extends OnKvm {
        private long ticks;

        @Override
        public void run() {
            ticks++;
        }
    }

    static final class DoubleConstant extends OnKvm {
        private double share;

        @Override
        public void run() {
            share = 2;
        }
    }

    static final class Recursion extends OnKvm {
        private int down(int n) {
            return n == 0 ? 0 : 1 + down(n - 1);
        }

        @Override
        public void run() {
            box.n = down(READ_ONCE(box.n));
        }
    }

    static final class CatchClause extends OnKvm {
        @Override
        public void run() {
            try {
                smp_mb();
            } catch (IllegalStateException e) {
                smp_rmb();
            }
        }
    }

    static final class CatchAll extends OnKvm {
        @Override
        public void run() {
            try {
                smp_mb();
            } catch (Throwable _) {
                smp_rmb();
            }
        }
    }

    static final class SynchronizedBlock extends OnKvm {
        @Override
        public void run() {
            synchronized (kvm) {
                smp_mb();
            }
        }
    }

    static final class SynchronizedMethod extends OnKvm {
        @Override
        public synchronized void run() {
            smp_mb();
        }
    }

    static final class LibraryCall extends OnKvm {
        private final List<Box> list = List.of(box);

        @Override
        public void run() {
            for (Box b : list) {
                WRITE_ONCE(b.n, 1);
            }
        }
    }

    static final class LibraryObject extends OnKvm {
        @Override
        public void run() {
            List<Box> list = new ArrayList<>();
            list.add(box);
        }
    }

    static final class LibraryField extends OnKvm {
        private String name = "a";

        @Override
        public void run() {
            name = "b";
        }
    }

    static final class BuiltString extends OnKvm {
        @Override
        public void run() {
            ensure("n is " + READ_ONCE(box.n), true);
        }
    }

    static final class Label extends OnKvm {
        private final String first = "first";
        private final String second = "second";

        @Override
        public void run() {
            ensure(READ_ONCE(box.b) ? first : second, true);
        }
    }

    static final class Escape extends OnKvm {
        private Range range = new Range(0, 1);

        @Override
        public void run() {
            range = new Range(1, 2);
        }
    }

    static final class EscapeMarked extends OnKvm {
        private Range range = new Range(0, 1);

        @Override
        public void run() {
            WRITE_ONCE(range, new Range(1, 2));
        }
    }

    static final class StaticRead extends OnKvm {
        @Override
        public void run() {
            box.n = counter;
        }
    }

    static final class StaticWrite extends OnKvm {
        @Override
        public void run() {
            counter = 1;
        }
    }

    static final class InstanceOf extends OnKvm {
        @Override
        public void run() {
            if (kvm.twice instanceof Increment) {
                smp_mb();
            }
        }
    }

    static final class Patterns extends OnKvm {
        @Override
        public void run() {
            switch (kvm.twice) {
                case Increment _ -> smp_mb();
                default -> smp_rmb();
            }
        }
    }

    static final class NewArray extends OnKvm {
        @Override
        public void run() {
            int[] a = new int[2];
            a[0] = 1;
        }
    }

    static final class NewLock extends OnKvm {
        @Override
        public void run() {
            spin_lock(new SpinLock());
        }
    }

    static final class NullLock extends OnKvm {
        private final SpinLock lock = null;

        @Override
        public void run() {
            spin_lock(lock);
        }
    }

    static final class Reflective extends OnKvm {
        @Override
        public void run() {
            if (box.getClass() == Box.class) {
                smp_mb();
            }
        }
    }

    static final class Bound extends OnKvm {
        @Override
        public void run() {
            box.n = choose(READ_ONCE(box.n));
        }
    }

    static final class OneOfTwoLambdas extends OnKvm {
        @Override
        public void run() {
            Visitor visitor = READ_ONCE(box.b) ? _ -> smp_mb() : _ -> smp_rmb();
            visitor.visit(box);
        }
    }

    static final class NativeHelper extends OnKvm {
        private native void helper();

        @Override
        public void run() {
            helper();
        }
    }

    static final class Forever extends OnKvm {
        @Override
        public void run() {
            while (true) {}
        }
    }

    static final class SpinsOnLocal extends OnKvm {
        @Override
        public void run() {
            int n = READ_ONCE(box.n);
            while (n != 0) {}
        }
    }

    static final class CollectsBoth extends OnKvm {
        @Override
        public void run() {
            if (READ_ONCE(box.b)) {
                box.n = counter;
            } else {
                counter = 2;
            }
        }
    }

    private static String shared(String function) {
        return function + "() of a value; its argument must be a shared variable, written in place: a non-final field of a"
                + " model object, as in " + function + "(gpc.valid)";
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(new LvalueIsLocal(), shared("WRITE_ONCE")),
                Arguments.of(new LvalueIsFinal(), shared("READ_ONCE")),
                Arguments.of(new LvalueIsResult(), shared("READ_ONCE")),
                Arguments.of(
                        new LongValue(),
                        "a conversion to or from long, float or double (I2L); only int, boolean and references can be lifted"),
                Arguments.of(
                        new LongField(),
                        "field ticks of type long cannot be a shared variable; int, boolean and references to model objects"
                                + " can, locks are final"),
                Arguments.of(
                        new DoubleConstant(), "a double constant; only int, boolean and references can be lifted"),
                Arguments.of(new Recursion(), "a recursive call of down; write it as a loop"),
                Arguments.of(
                        new CatchClause(),
                        "a catch clause for IllegalStateException; agents do not throw: return an error code instead"),
                Arguments.of(
                        new CatchAll(),
                        "a catch clause for Throwable; agents do not throw: return an error code instead"),
                Arguments.of(
                        new SynchronizedBlock(),
                        "synchronized; use a SpinLock or a Mutex with spin_lock or mutex_lock"),
                Arguments.of(
                        new SynchronizedMethod(),
                        "a synchronized method; use a SpinLock or a Mutex with spin_lock or mutex_lock"),
                Arguments.of(
                        new LibraryCall(),
                        "a call of List12.iterator; the library is not lifted, write it over model objects"),
                Arguments.of(
                        new LibraryObject(),
                        "new ArrayList; library objects cannot be lifted, write the loop over model objects"),
                Arguments.of(
                        new LibraryField(),
                        "field name of type String cannot be a shared variable; int, boolean and references to model objects"
                                + " can, locks are final"),
                Arguments.of(new BuiltString(), "a string that is built while running; labels are constants"),
                Arguments.of(new Label(), "ensure() with a name that is not constant; write a string literal"),
                Arguments.of(
                        new Escape(),
                        "an object that the agent made itself would get into shared memory or be compared; take shared objects"
                                + " from a Pool"),
                Arguments.of(
                        new EscapeMarked(),
                        "an object that the agent made itself would get into shared memory or be compared; take shared objects"
                                + " from a Pool"),
                Arguments.of(
                        new StaticRead(),
                        "a read of the static field counter, which is not final; shared variables are fields of model objects"),
                Arguments.of(
                        new StaticWrite(),
                        "a store to the static field counter; shared variables are fields of model objects"),
                Arguments.of(
                        new InstanceOf(),
                        "instanceof; give the objects an int or enum field, or a method to override"),
                Arguments.of(
                        new Patterns(), "a switch over patterns or strings; switch over an int or an enum"),
                Arguments.of(
                        new NewArray(), "an agent makes an array; make it a final field of a model object"),
                Arguments.of(
                        new NewLock(), "an agent makes a SpinLock; make it a final field of a model object"),
                Arguments.of(
                        new NullLock(),
                        "spin_lock() of a value that may be null or several things; its argument is a lock in a final field of a"
                                + " model object"),
                Arguments.of(
                        new Reflective(),
                        "a call of Object.getClass; the library is not lifted, write it over model objects"),
                Arguments.of(
                        new Bound(),
                        "choose() with a bound that is not a constant of 1 or more; use a literal or a final field"),
                Arguments.of(
                        new OneOfTwoLambdas(),
                        "an object or lambda made here may be one of several, or null; let each path do its own work, or make"
                                + " them fields of a model object"),
                Arguments.of(
                        new NativeHelper(),
                        "a call of NativeHelper.helper, which has no code; a method of a model class that is neither abstract"
                                + " nor native"),
                Arguments.of(
                        new Forever(),
                        "a loop that no other agent can see and that never ends; read a shared variable in it, or leave it"),
                Arguments.of(
                        new SpinsOnLocal(),
                        "a loop that no other agent can see and that never ends; read a shared variable in it, or leave it"));
    }

    private static List<String> problems(OnKvm agent) {
        return catchThrowableOfType(LiftException.class, () -> Lifted.world(agent)).problems();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_construct_outside_the_subset_is_refused(OnKvm agent, String message) {
        assertThat(problems(agent)).singleElement().satisfies(problem -> assertThat(problem)
                .matches("RefusalsTest\\.java:\\d+: .*  \\[.*agent]")
                .contains(": " + message + "  ["));
    }

    @Test
    void the_call_chain_leads_from_the_problem_to_the_agent() {
        String problem = problems(new Recursion()).getFirst().replaceAll(":\\d+", ":LINE");
        assertThat(problem)
                .isEqualTo("RefusalsTest.java:LINE: a recursive call of down; write it as a loop  [Recursion.down called from"
                        + " RefusalsTest.java:LINE, RefusalsTest.java:LINE, RefusalsTest.java:LINE; agent]");
    }

    @Test
    void problems_of_different_paths_are_collected() {
        assertThat(problems(new CollectsBoth())).hasSize(2);
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

    @Test
    void a_lambda_as_an_agent_is_refused() {
        Agent lambda = () -> smp_mb();
        LiftException exception =
                catchThrowableOfType(LiftException.class, () -> Lifted.world(lambda));
        assertThat(exception.problems())
                .containsExactly("agent: is a lambda or another hidden class, whose bytecode cannot be read; write a class or"
                        + " a record");
    }

    @Test
    void a_world_without_agents_is_refused() {
        LiftException exception =
                catchThrowableOfType(LiftException.class, () -> WorldLifter.lift("empty", _ -> {}));
        assertThat(exception.problems())
                .containsExactly("empty: the world has no agents; call composition.agent(name, agent)");
    }
}
