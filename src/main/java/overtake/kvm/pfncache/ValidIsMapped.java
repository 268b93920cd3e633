package overtake.kvm.pfncache;

import static overtake.kernel.Kernel.ghost_held_write;

import overtake.kernel.Pool;
import overtake.kernel.StateProperty;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.KernelMapping;

/// I0.5, second half: outside critical sections of gpc->lock, the kernel mapping of a valid cache exists.
record ValidIsMapped(Pool<KernelMapping> mappings, GfnToPfnCache gpc) implements StateProperty {
    @Override
    public boolean holds() {
        if (!gpc.valid || ghost_held_write(gpc.lock)) {
            return true;
        }
        KernelMapping khva = gpc.khva;
        return khva != null && mappings.ghost_allocated(khva);
    }
}
