package overtake.lift;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.choose;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.observe;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_rmb;
import static overtake.kernel.Kernel.spin_lock;

import java.util.ArrayList;
import java.util.List;
import overtake.kernel.Agent;
import overtake.kernel.SpinLock;
import overtake.lift.Shapes.Box;
import overtake.lift.Shapes.Increment;
import overtake.lift.Shapes.OnKvm;
import overtake.lift.Shapes.Range;
import overtake.lift.Shapes.Visitor;

/// Agents, each with one thing that cannot be lifted.
final class RefusedAgents {
    private RefusedAgents() {}

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
        @SuppressWarnings("ModifiedButNotUsed")
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

    @SuppressWarnings("NullAway")
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

    static final class Observes implements Agent {
        @Override
        public void run() {
            observe("seen", 1);
        }
    }
}
