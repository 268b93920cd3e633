package overtake.kvm.pfncache;

import static overtake.kernel.Kernel.ghost_held_write;

import overtake.kernel.StateProperty;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.Kvm;

/// I0.2: with no invalidation active and no refresh at work (which keeps the cache invalid or gpc->lock), a valid cache holds the page that the host
/// maps at its user address.
record NoStaleCache(Kvm kvm, GfnToPfnCache gpc) implements StateProperty {
    @Override
    public boolean holds() {
        if (!gpc.valid || kvm.mn_active_invalidate_count != 0 || ghost_held_write(gpc.lock)) {
            return true;
        }
        return gpc.pfn == kvm.mm.pte_offset(gpc.uhva).page;
    }
}
