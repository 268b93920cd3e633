package overtake.kvm.rangeend;

/// How refresh waits for invalidations to end.
public enum WaitPolicy {
    /// cpu_relax in a loop.
    BUSY_WAIT,
    /// cond_resched in a loop.
    COND_RESCHED,
    /// Sleeps on a wait queue, as posted.
    WAIT_QUEUE,
    /// Polls a while, then sleeps on the wait queue.
    HALT_POLL
}
