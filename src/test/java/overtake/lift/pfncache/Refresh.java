package overtake.lift.pfncache;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WARN_ON_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_rmb;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import overtake.kernel.Agent;
import overtake.lift.pfncache.Kvm.GfnToPfnCache;

final class Refresh implements Agent {
    private static final int EFAULT = 14;

    private final Kvm kvm;
    private final GfnToPfnCache gpc;
    private final boolean fence;
    private final int uses;

    Refresh(GfnToPfnCache gpc, boolean fence, int uses) {
        this.gpc = gpc;
        this.kvm = gpc.kvm;
        this.fence = fence;
        this.uses = uses;
    }

    @Override
    public void run() {
        for (int i = 0; i < uses; i++) {
            int ret = kvm_gpc_refresh();
            if (ret != 0) {
                return;
            }
            read_lock(gpc.lock);
            if (gpc.valid) {
                ensure("a valid cache maps a live page", gpc.pfn == READ_ONCE(kvm.pte));
            }
            read_unlock(gpc.lock);
        }
    }

    private int kvm_gpc_refresh() {
        mutex_lock(gpc.refresh_lock);
        write_lock(gpc.lock);
        int ret = 0;
        if (!gpc.valid) {
            ret = hva_to_pfn_retry();
        }
        write_unlock(gpc.lock);
        mutex_unlock(gpc.refresh_lock);
        return ret;
    }

    private int hva_to_pfn_retry() {
        int new_pfn;
        int mmu_seq;
        gpc.valid = false;
        do {
            mmu_seq = kvm.mmu_invalidate_seq;
            smp_rmb();
            write_unlock(gpc.lock);
            new_pfn = hva_to_pfn(gpc.uhva);
            if (new_pfn == 0) {
                write_lock(gpc.lock);
                return -EFAULT;
            }
            write_lock(gpc.lock);
            WARN_ON_ONCE(gpc.valid);
            WRITE_ONCE(gpc.valid, true);
            if (fence) {
                smp_mb();
            }
        } while (gpc_invalidate_retry_hva(mmu_seq));
        gpc.pfn = new_pfn;
        return 0;
    }

    private boolean gpc_invalidate_retry_hva(int mmu_seq) {
        if (READ_ONCE(kvm.mn_active_invalidate_count) != 0) {
            WRITE_ONCE(gpc.valid, false);
            return true;
        }
        smp_rmb();
        if (READ_ONCE(kvm.mmu_invalidate_seq) != mmu_seq) {
            WRITE_ONCE(gpc.valid, false);
            return true;
        }
        return false;
    }

    private int hva_to_pfn(int uhva) {
        return READ_ONCE(kvm.pte);
    }
}
