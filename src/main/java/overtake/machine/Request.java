package overtake.machine;

/// What a CPU asks of the owner of a part of the state. Filled by [CpuCore#ask]; the actors copy it into a message.
public final class Request {
    /// One of the constants of [Op].
    public int op;
    /// Cell, lock, domain or pool number; object handle for a free.
    public int target;
    /// Value to store, operand of a read-modify-write, chosen value.
    public int value;
    /// Second operand of a conditional read-modify-write.
    public int compare;
    /// Ordinal of the [overtake.program.RmwOperation] or the [overtake.program.LockMode].
    public int detail;
    /// Whether the CPU is in interrupt context.
    public boolean interrupt;
}
