package overtake.kernel.sched;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.cmpxchg;
import static overtake.kernel.Kernel.pick_next_task;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_store_mb;
import static overtake.kernel.Kernel.ttwu_queue;

import overtake.kernel.KernelSource;
import overtake.kernel.RunQueue;

/// struct task_struct, as far as sleeping and waking need it. An agent that sleeps owns one: its `current`.
///
/// A wake-up that comes between the announcement and [#schedule] finds the task awake again: schedule returns at once. One that comes before the
/// announcement is lost, as in the kernel.
public final class TaskStruct {
    public static final int TASK_RUNNING = 0;
    public static final int TASK_UNINTERRUPTIBLE = 2;

    /// TASK_RUNNING, or what the task has announced that it will do.
    public int __state;

    public final RunQueue on_rq = new RunQueue();

    /// Announces a sleep. The full barrier orders it before the test of what the task waits for.
    @KernelSource(file = "include/linux/sched.h", function = "set_current_state", commit = "v6.12")
    public void set_current_state(int state) {
        smp_store_mb(__state, state);
    }

    @KernelSource(file = "include/linux/sched.h", function = "__set_current_state", commit = "v6.12")
    public void __set_current_state(int state) {
        WRITE_ONCE(__state, state);
    }

    /// Sleeps until somebody has made the task runnable. An entry of the run queue that is left from earlier wakes nobody, since
    /// the state decides.
    @KernelSource(file = "kernel/sched/core.c", function = "schedule", commit = "v6.12")
    public void schedule() {
        while (READ_ONCE(__state) != TASK_RUNNING) {
            pick_next_task(on_rq);
        }
    }

    /// Makes the task runnable if it has announced a sleep. The kernel tests and sets the state under pi_lock; here one atomic operation does.
    @KernelSource(file = "kernel/sched/core.c", function = "try_to_wake_up", commit = "v6.12")
    public void wake_up_process() {
        smp_mb();
        if (cmpxchg(__state, TASK_UNINTERRUPTIBLE, TASK_RUNNING) == TASK_UNINTERRUPTIBLE) {
            ttwu_queue(on_rq);
        }
    }
}
