package overtake.kernel.sched;

import static overtake.kernel.Kernel.spin_lock_irqsave;
import static overtake.kernel.Kernel.spin_unlock_irqrestore;

import overtake.kernel.KernelSource;
import overtake.kernel.SpinLock;

/// struct completion (include/linux/completion.h): a count of completions, each of which lets one waiter go on.
public final class Completion {
    public final WaitQueueHead wait = new WaitQueueHead();
    public final SpinLock lock = new SpinLock();
    public int done;

    @KernelSource(file = "kernel/sched/completion.c", function = "complete", commit = "v6.12")
    public void complete() {
        spin_lock_irqsave(lock);
        done = done + 1;
        wait.wake_up_all();
        spin_unlock_irqrestore(lock);
    }

    @KernelSource(file = "kernel/sched/completion.c", function = "wait_for_completion", commit = "v6.12")
    public void wait_for_completion(WaitQueueEntry entry) {
        spin_lock_irqsave(lock);
        while (done == 0) {
            wait.prepare_to_wait(entry);
            spin_unlock_irqrestore(lock);
            entry.task.schedule();
            spin_lock_irqsave(lock);
        }
        wait.finish_wait(entry);
        done = done - 1;
        spin_unlock_irqrestore(lock);
    }
}
