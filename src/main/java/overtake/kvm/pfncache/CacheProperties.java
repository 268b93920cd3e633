package overtake.kvm.pfncache;

import static overtake.kernel.Kernel.ghost_held_write;

import overtake.kernel.Pool;
import overtake.kernel.StateProperty;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.KernelMapping;
import overtake.kvm.Kvm;

/// Invariants of the brief's section 2.6 that hold in every state.
public final class CacheProperties {
    private CacheProperties() {}

    /// I0.2: with no invalidation active and no refresh at work (which keeps the cache invalid or gpc->lock), a valid cache holds the page that the host
    /// maps at its user address.
    public record NoStaleCache(Kvm kvm, GfnToPfnCache gpc) implements StateProperty {
        @Override
        public boolean holds() {
            if (!gpc.valid || kvm.mn_active_invalidate_count != 0 || ghost_held_write(gpc.lock)) {
                return true;
            }
            return gpc.pfn == kvm.mm.pte_offset(gpc.uhva).page;
        }
    }

    /// I0.5, second half: outside critical sections of gpc->lock, the kernel mapping of a valid cache exists.
    public record ValidIsMapped(Pool<KernelMapping> mappings, GfnToPfnCache gpc) implements StateProperty {
        @Override
        public boolean holds() {
            if (!gpc.valid || ghost_held_write(gpc.lock)) {
                return true;
            }
            KernelMapping khva = gpc.khva;
            return khva != null && mappings.ghost_allocated(khva);
        }
    }

    /// I0.6, first half: outside critical sections of gpc->lock, an active cache is on kvm->gpc_list.
    public record ActiveIsListed(Kvm kvm, GfnToPfnCache gpc) implements StateProperty {
        @Override
        public boolean holds() {
            if (!gpc.active || ghost_held_write(gpc.lock)) {
                return true;
            }
            GfnToPfnCache listed = kvm.gpc_list;
            while (listed != null && listed != gpc) {
                listed = listed.next;
            }
            return listed == gpc;
        }
    }

    /// I0.6, second half: outside critical sections of gpc->lock, an inactive cache is not valid.
    public record InactiveIsInvalid(GfnToPfnCache gpc) implements StateProperty {
        @Override
        public boolean holds() {
            return gpc.active || !gpc.valid || ghost_held_write(gpc.lock);
        }
    }
}
