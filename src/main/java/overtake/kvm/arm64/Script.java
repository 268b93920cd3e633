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
    /// Thread 0 locks the slot while the host invalidates one of its pages.
    LOCK_DURING_INVALIDATION;

    /// As in scenarios.
    String word() {
        return switch (this) {
            case FIRST_RUN -> "first-run";
            case RESET -> "reset";
            case RESET_IN_GUEST -> "reset-in-guest";
            case UNLOCK_BEFORE_RUN -> "unlock-before-run";
            case HOST_VIEW -> "host-view";
            case GUEST_ENABLES_CACHES -> "guest-enables-caches";
            case LOCK_DURING_INVALIDATION -> "lock-during-invalidation";
        };
    }
}
