package overtake.kvm.machinery;

import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;

import overtake.kvm.PageMigration;
import overtake.kvm.mmu.FlatMmu;

/// From the return of START to END no SPTE maps the guest frame of the address. Frame and address have the same number.
///
/// @param ensures whether it is asked at all: a slot that moves puts the frame behind another address
public record NoSpte(FlatMmu mmu, boolean ensures) implements PageMigration.Judge {
    @Override
    public void started(int uhva) {
        ensureNone(uhva);
    }

    @Override
    public void moved(int uhva) {
        ensureNone(uhva);
    }

    private void ensureNone(int gfn) {
        if (ensures) {
            ensure("no-spte-between-start-and-end", ghost(mmu.sptes[gfn].pfn) == null);
        }
    }
}
