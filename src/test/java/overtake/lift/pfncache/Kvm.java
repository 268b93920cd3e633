package overtake.lift.pfncache;

import org.jspecify.annotations.Nullable;
import overtake.kernel.Mutex;
import overtake.kernel.RwLock;
import overtake.kernel.SpinLock;

final class Kvm {
    final RwLock mmu_lock = new RwLock();
    final SpinLock mn_invalidate_lock = new SpinLock();
    final SpinLock gpc_lock = new SpinLock();
    final SpinLock ptl = new SpinLock();
    int mn_active_invalidate_count;
    int mmu_invalidate_seq;
    int mmu_invalidate_in_progress;
    @Nullable
    GfnToPfnCache gpc_list;
    int pte = 1;

    static final class GfnToPfnCache {
        final Kvm kvm;
        final RwLock lock = new RwLock();
        final Mutex refresh_lock = new Mutex();
        @Nullable
        GfnToPfnCache next;
        boolean valid;
        int uhva;
        int pfn;

        GfnToPfnCache(Kvm kvm, int uhva) {
            this.kvm = kvm;
            this.uhva = uhva;
            next = kvm.gpc_list;
            kvm.gpc_list = this;
        }
    }
}
