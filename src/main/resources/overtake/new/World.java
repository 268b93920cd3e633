import static overtake.kernel.Kernel.*;

import overtake.kernel.*;

/// A waiter announces itself and looks whether the work is done; a worker does the work and looks whether somebody waits. On x86 each store can
/// still be in flight when the load behind it is performed: then the waiter sleeps and nobody wakes it.
///
/// A world is a record. Its components are the `params` of the scenario.
public record WORLD(
        @Param(value = "false", meaning = "both sides have a full barrier between store and load") boolean barriers)
        implements ModelWorld {

    /// Shared objects are plain classes. A field that is not final is a shared variable, a final one is a constant; locks are
    /// final fields: `final SpinLock lock = new SpinLock();`.
    static final class Queue {
        boolean waiting;
        boolean done;
        boolean asleep;
        boolean woken;
    }

    /// An agent is what one CPU executes. Marked accesses name the variable in place, as in C.
    record Waiter(Queue queue, boolean barriers) implements Agent {
        @Override
        public void run() {
            prepare_to_wait();
        }

        private void prepare_to_wait() {
            WRITE_ONCE(queue.waiting, true);
            if (barriers) {
                smp_mb();
            }
            if (!READ_ONCE(queue.done)) {
                WRITE_ONCE(queue.asleep, true);
            }
        }
    }

    record Worker(Queue queue, boolean barriers) implements Agent {
        @Override
        public void run() {
            finish_and_wake();
        }

        private void finish_and_wake() {
            WRITE_ONCE(queue.done, true);
            if (barriers) {
                smp_mb();
            }
            if (READ_ONCE(queue.waiting)) {
                WRITE_ONCE(queue.woken, true);
            }
        }
    }

    /// A property looks at the newest values, without taking part in the memory model.
    record NoLostWakeup(Queue queue) implements StateProperty {
        @Override
        public boolean holds() {
            return !queue.asleep || queue.woken;
        }
    }

    /// Builds the objects, and says who runs and what must hold.
    @Override
    public void compose(Composition composition) {
        var queue = new Queue();
        composition.shared("queue", queue);
        composition.agent("waiter", new Waiter(queue, barriers));
        composition.agent("worker", new Worker(queue, barriers));
        composition.atTheEnd("no-lost-wakeup", new NoLostWakeup(queue));
    }
}
