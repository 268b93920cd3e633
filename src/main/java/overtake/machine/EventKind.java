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
    BOUND,
    /// Under `lkmm`, before an operation is performed: the instruction `pc` is earlier in program order and not performed yet, so that the
    /// next operation of the agent overtakes it.
    OVERTAKE,
    /// Under `lkmm`: a store took its place in the coherence order of its cell, `value` places before the last one.
    PLACE,
    /// Under `lkmm`: a store of another agent became known to this one, the one `value` places before the last of the cell in
    /// coherence order; `pc` is that of the instruction that brought it, or -1 if another agent's fence did.
    LEARN,
    /// Under `lkmm`: a branch was guessed to jump (`value` 1) or not, or an operation was assumed to fail or to succeed.
    GUESS,
    /// Under `lkmm`: the guess of a branch was wrong; what was fetched behind it is forgotten.
    SQUASH,
    /// Under `lkmm`, before a SQUASH: what an instruction behind the guess has done is undone, the youngest first. For a store `target` is its
    /// cell and `value` how many places before the last it was; else `target` is -1.
    UNDO
}
