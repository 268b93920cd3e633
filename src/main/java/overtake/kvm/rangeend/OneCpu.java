package overtake.kvm.rangeend;

import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;

import overtake.kernel.Mutex;

/// A CPU that several agents share, without preemption: who runs holds it until it gives it up. Without `shared` each agent has its own.
public final class OneCpu {
    public final Mutex cpu = new Mutex();
    public final boolean shared;

    private final boolean judges;

    /// @param judges whether who polls in vain is caught at once, and not only by a search for livelocks
    public OneCpu(boolean shared, boolean judges) {
        this.shared = shared;
        this.judges = judges;
    }

    public void run() {
        if (shared) {
            mutex_lock(cpu);
        }
    }

    public void leave() {
        if (shared) {
            mutex_unlock(cpu);
        }
    }

    /// cond_resched, or a sleep: others may run.
    public void yield_to_others() {
        leave();
        run();
    }

    /// Called by who polls and has not let others run since it polled last: nothing can have changed, and never will.
    public void polls_again() {
        if (shared && judges) {
            ensure("progress", false);
        }
    }
}
