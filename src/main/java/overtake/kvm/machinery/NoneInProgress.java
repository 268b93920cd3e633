package overtake.kvm.machinery;

import overtake.kernel.StateProperty;
import overtake.kvm.Kvm;

/// While no invalidation is between START and END, `in_progress` is 0: each START that saw an overlap had an END that saw one.
record NoneInProgress(Kvm kvm) implements StateProperty {
    @Override
    public boolean holds() {
        return kvm.mn_active_invalidate_count != 0 || kvm.mmu_invalidate_in_progress == 0;
    }
}
