package overtake.kvm.hva;

import overtake.kernel.StateProperty;

/// When all is over, in_progress is the number of active invalidations that saw an overlap (brief 1.6), that is, 0.
public record CountIsRight(WalkedVm kvm) implements StateProperty {
    @Override
    public boolean holds() {
        return kvm.mmu_invalidate_in_progress == kvm.overlaps;
    }
}
