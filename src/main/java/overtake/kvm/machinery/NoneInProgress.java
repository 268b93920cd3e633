package overtake.kvm.machinery;

import overtake.kernel.StateProperty;
import overtake.kvm.Kvm;

/// When all invalidations are over, `in_progress` is 0: each START that saw an overlap had an END that saw one. Judged at the end only: the two
/// variables have different locks, so that under lkmm a store of one may be last in coherence order before an earlier one of the other is.
public record NoneInProgress(Kvm kvm) implements StateProperty {
    @Override
    public boolean holds() {
        return kvm.mn_active_invalidate_count == 0 && kvm.mmu_invalidate_in_progress == 0;
    }
}
