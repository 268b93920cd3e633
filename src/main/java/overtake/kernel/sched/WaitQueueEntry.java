package overtake.kernel.sched;

import org.jspecify.annotations.Nullable;

/// struct wait_queue_entry: the place of one task on a [WaitQueueHead]. The waiter owns it; its fields are protected by the queue's lock.
public final class WaitQueueEntry {
    public final TaskStruct task;
    public boolean queued;
    public @Nullable WaitQueueEntry next;

    public WaitQueueEntry(TaskStruct task) {
        this.task = task;
    }
}
