import static overtake.kernel.Kernel.*;

import overtake.kernel.*;
import overtake.kvm.*;
import overtake.kvm.pfncache.*;

/// The refresh of v5.18 asked the page fault's question: is an invalidation in progress, or did one end? But START raises that count after it has walked the
/// caches, so a refresh in between knows of nothing. v5.19 asks for the count that START raises first (58cd407ca4c6; hash and version from memory). That refreshes
/// come one at a time was new in v5.19 too; here they always do.
public record RefreshByInProgress(
        @Param(value = "1", min = 1, max = 2, meaning = "vCPUs that refresh and use the cache") int vcpus,
        @Param(value = "1", min = 1, max = 2, meaning = "invalidations") int invalidations,
        @Param(value = "active-invalidate-count", meaning = "what the retry check asks for") Asks asks)
        implements ModelWorld {

    public enum Asks {
        /// The bug.
        INVALIDATE_IN_PROGRESS,
        ACTIVE_INVALIDATE_COUNT
    }

    record Refresh518(Kvm kvm, Asks asks) implements Pfncache {
        @Override
        public boolean kvm_gpc_check(GfnToPfnCache gpc) {
            return gpc.active && gpc.valid;
        }

        @Override
        @KernelSource(file = "virt/kvm/pfncache.c", function = "kvm_gfn_to_pfn_cache_refresh", commit = "v5.18")
        public int kvm_gpc_refresh(GfnToPfnCache gpc) {
            mutex_lock(gpc.refresh_lock);
            write_lock_irq(gpc.lock);
            if (!gpc.valid) {
                gpc.pfn = hva_to_pfn_retry(gpc);
                gpc.valid = true;
            }
            write_unlock_irq(gpc.lock);
            mutex_unlock(gpc.refresh_lock);
            return 0;
        }

        private Page hva_to_pfn_retry(GfnToPfnCache gpc) {
            int uhva = gpc.uhva;
            int mmu_seq;
            Page pfn;
            do {
                write_unlock_irq(gpc.lock);
                mmu_seq = READ_ONCE(kvm.mmu_invalidate_seq);
                smp_rmb();
                pfn = kvm.mm.hva_to_pfn(uhva);
                write_lock_irq(gpc.lock);
            } while (mmu_notifier_retry(mmu_seq));
            return pfn;
        }

        private boolean mmu_notifier_retry(int mmu_seq) {
            int count = asks == Asks.INVALIDATE_IN_PROGRESS
                    ? READ_ONCE(kvm.mmu_invalidate_in_progress)
                    : READ_ONCE(kvm.mn_active_invalidate_count);
            if (count != 0) {
                return true;
            }
            smp_rmb();
            return READ_ONCE(kvm.mmu_invalidate_seq) != mmu_seq;
        }
    }

    @Override
    public void compose(Composition composition) {
        var kvm = new Kvm(new MmStruct(1, invalidations), KvmMemorySlot.page0());
        var gpc = GfnToPfnCache.listed(kvm, 0);
        var refresh = new Refresh518(kvm, asks);
        var notifier = new MmuNotifier(kvm, new InvalidateStart(kvm, Variant.BEFORE), new NoMmu());
        composition.shared("kvm", kvm);
        composition.shared("gpc", gpc);
        for (int i = 0; i < vcpus; i++) {
            composition.agent("vcpu" + i, new GpcUser(kvm, gpc, refresh));
        }
        for (int i = 0; i < invalidations; i++) {
            composition.agent(Composition.numbered("notifier", i),
                    new PageMigration(kvm, notifier, 0, kvm.mm.target(i)));
        }
    }
}
