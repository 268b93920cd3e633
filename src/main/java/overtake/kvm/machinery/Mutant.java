package overtake.kvm.machinery;

import overtake.kernel.Params;
import overtake.kvm.MemslotBlocking;
import overtake.kvm.MemslotIoctl;
import overtake.kvm.MmuNotifier;
import overtake.kvm.mmu.FaultMutant;
import overtake.kvm.mmu.PageFault;

/// A change of the machinery that is more than a dropped or weakened operation. Numbers are rows of the brief, section 1.6.
public enum Mutant {
    NONE,
    /// G2, G9: page faults read the sequence after the lookup (arm64: after dropping mmap_lock).
    SNAPSHOT_LATE,
    /// G4, G6: END drops `in_progress` before it bumps the sequence.
    IN_PROGRESS_BEFORE_SEQ,
    /// G8: SWAP drops mn_invalidate_lock between the test of the count and the publication.
    PUBLISH_UNLOCKED,
    /// G12: SWAP announces itself as waiter after testing the count.
    ANNOUNCE_AFTER_TEST,
    /// G13: the retry check looks at the sequence only.
    ONLY_SEQ,
    /// G13: the retry check looks at `in_progress` only.
    ONLY_IN_PROGRESS,
    /// G14: page faults make no check before they take mmu_lock.
    NO_PRECHECK,
    /// Memslots: a move or delete without the set in between, in which the slot is invalid.
    ONE_SWAP;

    /// Refuses a mutant of code that the world does not contain.
    ///
    /// @param faults whether there is a vCPU
    /// @param invalidates whether anybody calls START and END
    public void check(
            PageFault.Form form, SlotUpdate update, MemslotBlocking blocking, boolean faults, boolean invalidates) {
        String found = Params.is("mutant", this);
        switch (this) {
            case PUBLISH_UNLOCKED, ANNOUNCE_AFTER_TEST -> Params.require(
                    update != SlotUpdate.NONE && blocking == MemslotBlocking.RCUWAIT, found,
                    "it changes the wait of a memslot update",
                    "slot-update = delete, move or flags, and blocking = rcuwait");
            case ONE_SWAP -> Params.require(
                    update == SlotUpdate.DELETE || update == SlotUpdate.MOVE, found, "it changes a delete or move",
                    "slot-update = delete or move");
            case NO_PRECHECK -> Params.require(
                    form == PageFault.Form.X86 && faults, found, "only page faults of x86 have that check",
                    "form = x86 and vcpus = 1 or more");
            case SNAPSHOT_LATE, ONLY_SEQ, ONLY_IN_PROGRESS ->
                Params.require(faults, found, "it changes page faults", "vcpus = 1 or more");
            case IN_PROGRESS_BEFORE_SEQ ->
                Params.require(invalidates, found, "it changes END", "invalidations = 1 or more");
            case NONE -> {}
        }
    }

    public FaultMutant ofFault() {
        return switch (this) {
            case SNAPSHOT_LATE -> FaultMutant.SNAPSHOT_LATE;
            case ONLY_SEQ -> FaultMutant.ONLY_SEQ;
            case ONLY_IN_PROGRESS -> FaultMutant.ONLY_IN_PROGRESS;
            case NO_PRECHECK -> FaultMutant.NO_PRECHECK;
            case NONE, IN_PROGRESS_BEFORE_SEQ, PUBLISH_UNLOCKED, ANNOUNCE_AFTER_TEST, ONE_SWAP -> FaultMutant.NONE;
        };
    }

    public MmuNotifier.Mutant ofNotifier() {
        return this == IN_PROGRESS_BEFORE_SEQ
                ? MmuNotifier.Mutant.IN_PROGRESS_BEFORE_SEQ
                : MmuNotifier.Mutant.NONE;
    }

    public MemslotIoctl.Mutant ofMemslots() {
        return switch (this) {
            case PUBLISH_UNLOCKED -> MemslotIoctl.Mutant.PUBLISH_UNLOCKED;
            case ANNOUNCE_AFTER_TEST -> MemslotIoctl.Mutant.ANNOUNCE_AFTER_TEST;
            case ONE_SWAP -> MemslotIoctl.Mutant.ONE_SWAP;
            case NONE, SNAPSHOT_LATE, IN_PROGRESS_BEFORE_SEQ, ONLY_SEQ, ONLY_IN_PROGRESS, NO_PRECHECK ->
                MemslotIoctl.Mutant.NONE;
        };
    }
}
