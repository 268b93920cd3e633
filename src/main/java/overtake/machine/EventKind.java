package overtake.machine;

/// What happened, in the order in which it did.
public enum EventKind {
    /// An operation was performed and answered: a load, an atomic, a lock taken, under sc also a store.
    PERFORM,
    /// An operation was sent and travels.
    SEND,
    /// The oldest travelling operation of the agent was delivered.
    DELIVER,
    /// A lock or grace period was asked for and did not come at once: the agent waits.
    WAIT,
    /// What the agent waited for came.
    GRANT,
    /// A fence was passed.
    FENCE,
    /// A hard interrupt came on the agent's CPU.
    INTERRUPT,
    /// The interrupt handler returned.
    RETURN,
    /// The agent came to its end.
    END,
    /// A bound of the machine was met: the channel is full.
    BOUND
}
