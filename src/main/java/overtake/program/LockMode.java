package overtake.program;

/// How a lock is taken.
public enum LockMode {
    /// spin_lock, mutex_lock.
    EXCLUSIVE,
    /// read_lock, down_read.
    READ,
    /// write_lock, down_write.
    WRITE
}
