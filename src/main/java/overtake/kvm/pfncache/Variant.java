package overtake.kvm.pfncache;

/// Which code runs.
public enum Variant {
    /// Every cache looked at under its lock, every active invalidation makes refresh retry: 2022 to early 2026.
    BEFORE,
    /// The mail: smp_mb__before_atomic ahead of spin_lock(gpc_lock).
    AS_POSTED,
    /// The mail with a full barrier there.
    WITH_SMP_MB,
    /// The mail with smp_mb__after_spinlock behind spin_lock(gpc_lock).
    WITH_SMP_MB_AFTER_SPINLOCK
}
