package overtake.scenario.worlds;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.choose;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.rcu_read_lock;
import static overtake.kernel.Kernel.rcu_read_unlock;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.synchronize_rcu;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.SpinLock;

/// A lock, a choice, a grace period and an interrupt: what directives of schedules are tried on.
public record Locking() implements ModelWorld {
    static final class Shared {
        final SpinLock lock = new SpinLock();
        int value;
        int flag;
    }

    record Writer(Shared shared) implements Agent {
        @Override
        public void run() {
            spin_lock(shared.lock);
            WRITE_ONCE(shared.value, 1 + choose(3));
            WRITE_ONCE(shared.value, READ_ONCE(shared.value) + 4);
            spin_unlock(shared.lock);
            rcu_read_lock();
            WRITE_ONCE(shared.flag, 1);
            rcu_read_unlock();
        }
    }

    record Reader(Shared shared) implements Agent {
        @Override
        public void run() {
            spin_lock(shared.lock);
            int value = READ_ONCE(shared.value);
            spin_unlock(shared.lock);
            ensure("not-seven", value != 7);
            synchronize_rcu();
        }
    }

    record Handler(Shared shared) implements Agent {
        @Override
        public void run() {
            WRITE_ONCE(shared.flag, 2);
        }
    }

    @Override
    public void compose(Composition composition) {
        Shared shared = new Shared();
        composition.shared("shared", shared);
        composition.agent("writer", new Writer(shared));
        composition.agent("reader", new Reader(shared), new Handler(shared));
    }
}
