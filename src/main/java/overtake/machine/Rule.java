package overtake.machine;

/// The rules of `lkmm`, so that tests can switch one off and see a litmus test fail. In brackets what they are in the model
/// (tools/memory-model/linux-kernel.cat).
enum Rule {
    /// An acquire goes before everything after it (acq-po).
    ACQUIRE,
    /// A release goes after everything before it (po-rel).
    RELEASE,
    /// A release carries what the accesses before it saw and wrote (A-cumul of po-rel).
    RELEASE_CARRIES,
    /// smp_rmb between reads (rmb).
    READ_FENCE,
    /// smp_rmb does not order the reads of atomics that return nothing (R4rmb).
    VOID_ATOMICS,
    /// smp_wmb between writes, for execution (wmb in ppo).
    WRITE_FENCE,
    /// smp_wmb between writes, for propagation (wmb in cumul-fence).
    WRITE_FENCE_CARRIES,
    /// smp_mb waits for everything before it, and what is after it waits for it (mb).
    FULL_FENCE,
    /// smp_mb makes known to all what its CPU knows (pb).
    FULL_FENCE_SPREADS,
    /// A store waits for the branches that decide about it (ctrl).
    CONTROL,
    /// An access waits for an earlier one of the same cell if it is a store (coherence, overwrite & int).
    SAME_CELL,
    /// An earlier read of a cell does not return something newer than a later one (coherence).
    READ_READ,
    /// A read does not return something older than what its CPU knows (coherence, prop & int).
    KNOWN_TO_READ,
    /// A store goes after what its CPU knows (coherence, prop & int).
    KNOWN_TO_WRITE,
    /// Nothing comes between the halves of a read-modify-write (atomic).
    ATOMICITY,
    /// The write of a read-modify-write carries what the store that it read carries (rmw-sequence).
    RELEASE_SEQUENCE,
    /// Full read-modify-writes are fences on both sides (Mb & R, Mb & W).
    FULL_ATOMICS,
    BEFORE_ATOMIC,
    AFTER_ATOMIC,
    AFTER_SPINLOCK,
    AFTER_UNLOCK_LOCK,
    AFTER_SRCU_READ_UNLOCK,
    /// What is before an unlock goes before what is after a later lock (po-unlock-lock-po, for execution).
    UNLOCK_LOCK,
    /// Stores before an unlock are carried by stores after a lock (po-unlock-lock-po, for propagation).
    UNLOCK_LOCK_CARRIES,
    /// A lock is taken by one agent at a time (lock.cat).
    EXCLUSION,
    /// A grace period waits for the sections that began before it (rcu-order).
    GRACE_WAITS,
    /// What ended sections knew is known to all when a grace period ends (rcu-order).
    GRACE_COLLECTS,
    /// What a grace period knew at its start is known to all when a section begins during it (rcu-order).
    SECTION_HEARS,
    /// Accesses stay inside their read-side section.
    SECTION_HOLDS,
    /// An operation that fails orders nothing.
    FAILURE_IS_FREE,
    /// A plain access is ordered by fences only against accesses that are not plain; a plain store waits neither for its value nor for branches;
    /// a plain load learns nothing (Marked in hb and prop; plain-coherence).
    PLAIN,
    /// A load may take the value of a store of its CPU that is not performed yet (rfi).
    FORWARDING
}
