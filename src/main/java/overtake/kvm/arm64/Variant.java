package overtake.kvm.arm64;

/// Which code runs.
enum Variant {
    /// Before the patch: the slot is cleaned when it is locked.
    AT_LOCK,
    /// The patch as posted in v4, with mmu_lock held for the walk (without, see [Mutant#NO_MMU_LOCK]).
    AS_POSTED,
    /// As posted, and a vCPU's reset takes slots_lock.
    RESET_LOCKED,
    /// v5: bits are cleared one by one with atomics, UNLOCK unmaps while operations are pending; reset takes slots_lock.
    V5,
    /// What a reviewer asked about: the lock and the reset make a request of each vCPU, and each flushes for itself before it enters.
    REQUEST;

    boolean defers() {
        return this != AT_LOCK;
    }

    boolean resetTakesSlotsLock() {
        return this == RESET_LOCKED || this == V5;
    }
}
