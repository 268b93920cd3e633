package overtake.lift.pfncache;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_wmb;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import overtake.kernel.Agent;
import overtake.lift.pfncache.Kvm.GfnToPfnCache;

final class Invalidate implements Agent {
    private final Kvm kvm;
    private final int start;
    private final int end;
    private final boolean fence;

    Invalidate(Kvm kvm, int start, int end, boolean fence) {
        this.kvm = kvm;
        this.start = start;
        this.end = end;
        this.fence = fence;
    }

    @Override
    public void run() {
        invalidate_range_start();
        spin_lock(kvm.ptl);
        WRITE_ONCE(kvm.pte, kvm.pte + 1);
        spin_unlock(kvm.ptl);
        invalidate_range_end();
    }

    private void invalidate_range_start() {
        spin_lock(kvm.mn_invalidate_lock);
        kvm.mn_active_invalidate_count++;
        spin_unlock(kvm.mn_invalidate_lock);
        gfn_to_pfn_cache_invalidate();
        write_lock(kvm.mmu_lock);
        kvm.mmu_invalidate_in_progress++;
        write_unlock(kvm.mmu_lock);
    }

    private void gfn_to_pfn_cache_invalidate() {
        if (fence) {
            smp_mb();
        }
        spin_lock(kvm.gpc_lock);
        for (GfnToPfnCache gpc = kvm.gpc_list; gpc != null; gpc = gpc.next) {
            if (!READ_ONCE(gpc.valid) || gpc.uhva < start || gpc.uhva >= end) {
                continue;
            }
            write_lock(gpc.lock);
            if (gpc.valid && gpc.uhva >= start && gpc.uhva < end) {
                WRITE_ONCE(gpc.valid, false);
            }
            write_unlock(gpc.lock);
        }
        spin_unlock(kvm.gpc_lock);
    }

    private void invalidate_range_end() {
        write_lock(kvm.mmu_lock);
        kvm.mmu_invalidate_seq++;
        smp_wmb();
        kvm.mmu_invalidate_in_progress--;
        write_unlock(kvm.mmu_lock);
        spin_lock(kvm.mn_invalidate_lock);
        WRITE_ONCE(kvm.mn_active_invalidate_count, kvm.mn_active_invalidate_count - 1);
        spin_unlock(kvm.mn_invalidate_lock);
    }
}
