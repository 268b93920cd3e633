package overtake.kvm.rangeend;

import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;

import overtake.kernel.Mutex;

/// A CPU that several agents share, without preemption: who runs holds it until it gives it up. Without `shared` each agent has its own.
public final class OneCpu {
    public final Mutex cpu = new Mutex();
    public final boolean shared;
    private final boolean ensure_progress;

    /// @param shared whether the agents share it; if not, each has a CPU of its own
    /// @param ensure_progress whether to check that nobody polls for what only another task of the CPU could change
    public OneCpu(boolean shared, boolean ensure_progress) {
        this.shared = shared;
        this.ensure_progress = ensure_progress;
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
        if (shared && ensure_progress) {
            ensure("progress", false);
        }
    }
}
