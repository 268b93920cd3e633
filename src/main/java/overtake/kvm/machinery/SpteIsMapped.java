package overtake.kvm.machinery;

import overtake.kernel.StateProperty;
import overtake.kvm.Pte;
import overtake.kvm.mmu.Spte;

/// An SPTE maps the page that the host maps, at any moment: START removes it before the host changes its entry, and no fault installs one before END.
record SpteIsMapped(Spte spte, Pte pte) implements StateProperty {
    @Override
    public boolean holds() {
        return spte.pfn == null || spte.pfn == pte.page;
    }
}
