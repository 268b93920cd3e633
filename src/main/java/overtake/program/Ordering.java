package overtake.program;

/// How strongly an access orders its neighbours, in the kernel's words (tools/memory-model).
public enum Ordering {
    /// A C access without READ_ONCE or WRITE_ONCE: data races are judged on these.
    PLAIN,
    /// READ_ONCE, WRITE_ONCE, atomic_read, atomic_set, and the `_relaxed` atomics.
    ONCE,
    /// smp_load_acquire and the `_acquire` atomics.
    ACQUIRE,
    /// smp_store_release, rcu_assign_pointer and the `_release` atomics.
    RELEASE,
    /// Atomics that return a value and have no suffix: a full barrier on both sides.
    FULL
}
