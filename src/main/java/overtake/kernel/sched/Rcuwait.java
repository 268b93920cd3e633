package overtake.kernel.sched;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.rcu_assign_pointer;
import static overtake.kernel.Kernel.smp_mb;

import org.jspecify.annotations.Nullable;
import overtake.kernel.KernelSource;

/// struct rcuwait: one waiter, woken without a lock (include/linux/rcuwait.h). RCU only keeps the waiter's task from being freed; tasks are never freed
/// here, so its sections are left out.
public final class Rcuwait {
    public @Nullable TaskStruct task;

    @KernelSource(file = "include/linux/rcuwait.h", function = "prepare_to_rcuwait", commit = "v6.12")
    public void prepare_to_rcuwait(TaskStruct current) {
        rcu_assign_pointer(task, current);
    }

    @KernelSource(file = "kernel/exit.c", function = "finish_rcuwait", commit = "v6.12")
    public void finish_rcuwait(TaskStruct current) {
        rcu_assign_pointer(task, null);
        current.__set_current_state(TaskStruct.TASK_RUNNING);
    }

    /// The barrier orders what the waiter waits for before the look at whether there is one.
    @KernelSource(file = "kernel/exit.c", function = "rcuwait_wake_up", commit = "v6.12")
    public void rcuwait_wake_up() {
        smp_mb();
        TaskStruct waiter = READ_ONCE(task);
        if (waiter != null) {
            waiter.wake_up_process();
        }
    }
}
