package overtake.kvm.machinery;

import overtake.kernel.StateProperty;
import overtake.kvm.Pte;
import overtake.kvm.mmu.Spte;

/// When all invalidations are over, an SPTE maps the page that the host maps.
public record SpteIsMapped(Spte spte, Pte pte) implements StateProperty {
    @Override
    public boolean holds() {
        return spte.pfn == null || spte.pfn == pte.page;
    }
}
