package overtake.memory;

/// What a memory model distinguishes about an operation when it says who may overtake whom.
public enum Access {
    LOAD,
    STORE,
    /// spin_unlock, write_unlock: a plain store where the architecture makes it one.
    STORE_UNLOCK,
    /// Atomic read-modify-write; taking a lock; an unlock that is atomic.
    ATOMIC,
    /// smp_mb.
    FULL_FENCE,
    /// smp_rmb, smp_wmb and the fences that order only against atomics or locks.
    PARTIAL_FENCE,
    /// synchronize_rcu, synchronize_srcu.
    GRACE_PERIOD,
    /// rcu_read_lock, srcu_read_lock.
    SECTION_BEGIN,
    /// rcu_read_unlock, srcu_read_unlock.
    SECTION_END,
    /// Allocation from a pool: local to the allocator until the pointer is published.
    ALLOCATION,
    /// Freeing: stays behind the stores before it, and orders nothing.
    FREE
}
