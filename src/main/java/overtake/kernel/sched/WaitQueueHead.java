package overtake.kernel.sched;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.spin_lock_irqsave;
import static overtake.kernel.Kernel.spin_unlock_irqrestore;

import org.jspecify.annotations.Nullable;
import overtake.kernel.KernelSource;
import overtake.kernel.SpinLock;

/// wait_queue_head_t: tasks that wait, all woken together (include/linux/wait.h). Exclusive waiters are not modelled.
public final class WaitQueueHead {
    public final SpinLock lock = new SpinLock();
    public @Nullable WaitQueueEntry head;

    @KernelSource(file = "kernel/sched/wait.c", function = "prepare_to_wait", commit = "v6.12")
    public void prepare_to_wait(WaitQueueEntry entry) {
        spin_lock_irqsave(lock);
        if (!entry.queued) {
            WRITE_ONCE(entry.queued, true);
            entry.next = head;
            head = entry;
        }
        entry.task.set_current_state(TaskStruct.TASK_UNINTERRUPTIBLE);
        spin_unlock_irqrestore(lock);
    }

    @KernelSource(file = "kernel/sched/wait.c", function = "finish_wait", commit = "v6.12")
    public void finish_wait(WaitQueueEntry entry) {
        entry.task.__set_current_state(TaskStruct.TASK_RUNNING);
        if (READ_ONCE(entry.queued)) {
            spin_lock_irqsave(lock);
            list_del_init(entry);
            spin_unlock_irqrestore(lock);
        }
    }

    /// Wakes every waiter and takes it off the queue, as autoremove_wake_function does.
    @KernelSource(file = "kernel/sched/wait.c", function = "__wake_up", commit = "v6.12")
    public void wake_up_all() {
        spin_lock_irqsave(lock);
        WaitQueueEntry entry = head;
        while (entry != null) {
            WaitQueueEntry next = entry.next;
            entry.task.wake_up_process();
            WRITE_ONCE(entry.queued, false);
            entry = next;
        }
        head = null;
        spin_unlock_irqrestore(lock);
    }

    private void list_del_init(WaitQueueEntry entry) {
        if (!entry.queued) {
            return;
        }
        WRITE_ONCE(entry.queued, false);
        if (head == entry) {
            head = entry.next;
            return;
        }
        for (WaitQueueEntry at = head; at != null; at = at.next) {
            if (at.next == entry) {
                at.next = entry.next;
                return;
            }
        }
    }
}
