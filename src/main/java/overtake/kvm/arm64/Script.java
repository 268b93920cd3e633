package overtake.kvm.arm64;

/// What the VMM's threads do.
enum Script {
    /// Thread 0 writes, locks the slot, writes again, starts the other thread if there is one, and runs a vCPU; so does the other.
    FIRST_RUN,
    /// The slot is locked and its flush pending. Thread 0 runs vCPU 0; thread 1 writes, resets vCPU 1 and runs it.
    RESET,
    /// As [#RESET], with nothing pending at first: vCPU 0 may be in the guest all the while.
    RESET_IN_GUEST,
    /// Thread 0 writes, locks, writes, unlocks, runs.
    UNLOCK_BEFORE_RUN,
    /// The guest writes past the caches; then the host unmaps its memory and reads it.
    HOST_VIEW,
    /// The guest writes past the caches, turns them on and reads.
    GUEST_ENABLES_CACHES,
    /// A device of the VMM reads before and after the guest has written past the caches.
    DEVICE_READS,
    /// A device of the VMM writes at any time, also while the guest writes past the caches.
    DEVICE_WRITES,
    /// Thread 0 locks the slot while the host invalidates one of its pages.
    LOCK_DURING_INVALIDATION;

    boolean resets() {
        return this == RESET || this == RESET_IN_GUEST;
    }

    boolean hasDevice() {
        return this == DEVICE_READS || this == DEVICE_WRITES;
    }

    boolean guestWrites() {
        return this == HOST_VIEW || this == GUEST_ENABLES_CACHES || hasDevice();
    }
}
