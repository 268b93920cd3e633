package overtake.lift;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import overtake.kernel.Agent;
import overtake.kernel.Kernel;
import overtake.kernel.Mutex;
import overtake.kernel.Pool;
import overtake.kernel.RwLock;
import overtake.kernel.RwSemaphore;
import overtake.kernel.SpinLock;
import overtake.kernel.Srcu;

/// Model classes for the tests of the lifter: a bit of everything that agents use.
final class Shapes {
    private Shapes() {}

    enum Level {
        PTE,
        PMD,
        PUD
    }

    static final class Box {
        final int id;
        final int[] table = {3, 5, 7};
        final SpinLock lock = new SpinLock();
        int n;
        boolean b;
        Level level = Level.PMD;
        @Nullable
        Box next;

        Box(int id) {
            this.id = id;
        }
    }

    static final class Page {
        final int frame;
        int count;
        boolean mapped;

        Page(int frame) {
            this.frame = frame;
        }
    }

    static final class Chain implements Iterable<Box> {
        @Nullable
        Box first;

        @Override
        public Iterator<Box> iterator() {
            return new Walk(first);
        }
    }

    static final class Walk implements Iterator<Box> {
        private @Nullable Box at;

        Walk(@Nullable Box first) {
            at = first;
        }

        @Override
        public boolean hasNext() {
            return at != null;
        }

        @Override
        @SuppressWarnings("NullAway")
        public Box next() {
            Box box = at;
            at = box.next;
            return box;
        }
    }

    record Range(int start, int end) {
        boolean has(int x) {
            return x >= start && x < end;
        }
    }

    static final class Guard implements AutoCloseable {
        private final SpinLock lock;

        Guard(SpinLock lock) {
            this.lock = lock;
            Kernel.spin_lock(lock);
        }

        @Override
        public void close() {
            Kernel.spin_unlock(lock);
        }
    }

    interface Visitor {
        void visit(Box box);
    }

    interface Operation {
        int apply(int x);
    }

    static final class Increment implements Operation {
        @Override
        public int apply(int x) {
            return x + 1;
        }
    }

    static final class Twice implements Operation {
        @Override
        public int apply(int x) {
            return x * 2;
        }
    }

    /// What the agents of a test share: `kvm` is the world's root.
    static final class Kvm {
        final Box box = new Box(1);
        final Box other = new Box(2);
        final Box[] boxes = {box, other};
        final int[] slots = {0, 10, 20};
        final Chain chain = new Chain();
        final SpinLock lock = new SpinLock();
        final Mutex mutex = new Mutex();
        final RwLock mmu_lock = new RwLock();
        final RwSemaphore slots_lock = new RwSemaphore(false);
        final Srcu srcu = new Srcu();
        final Pool<Page> pages = new Pool<>(2, 1, true, Page::new);
        final Operation twice = new Twice();
        Operation operation = new Increment();
        int count;
        int seq;
        boolean flag;
        @Nullable
        Page page = pages.get(0);

        Kvm() {
            box.next = other;
            chain.first = box;
        }
    }

    /// An agent that does nothing.
    static final class Idle implements Agent {
        @Override
        public void run() {}
    }

    /// An agent on a [Kvm] of its own.
    abstract static class OnKvm implements Agent {
        final Kvm kvm = new Kvm();
        final Box box = kvm.box;
    }
}
