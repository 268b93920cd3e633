package overtake.kvm.rangeend;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.read_lock_irqsave;
import static overtake.kernel.Kernel.read_unlock_irqrestore;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kernel.sched.TaskStruct;
import overtake.kernel.sched.WaitQueueEntry;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.Kvm;
import overtake.kvm.Page;
import overtake.kvm.Pte;

/// Agent USER: a vCPU that writes to a guest page through its cache, refreshing the cache as long as the check fails.
final class GpcUser implements Agent {
    private final Kvm kvm;
    private final GfnToPfnCache gpc;
    private final RefreshV3 pfncache;
    private final OneCpu cpu;
    private final WaitQueueEntry entry = new WaitQueueEntry(new TaskStruct());
    private final int refreshes;
    private final boolean ensure_in_use;

    /// @param refreshes after how many refreshes in vain it gives up
    GpcUser(Kvm kvm, GfnToPfnCache gpc, RefreshV3 pfncache, OneCpu cpu, int refreshes, Checked checked) {
        this.kvm = kvm;
        this.gpc = gpc;
        this.pfncache = pfncache;
        this.cpu = cpu;
        this.refreshes = refreshes;
        this.ensure_in_use = checked.includes(Checked.NO_USE_AFTER_INVALIDATE);
    }

    @Override
    public void run() {
        cpu.run();
        kvm_setup_guest_pvclock();
        cpu.leave();
    }

    @KernelSource(file = "arch/x86/kvm/x86.c", function = "kvm_setup_guest_pvclock", commit = "v6.12")
    private void kvm_setup_guest_pvclock() {
        int refreshed = 0;
        read_lock_irqsave(gpc.lock);
        while (!gpc.valid) {
            read_unlock_irqrestore(gpc.lock);
            if (refreshed == refreshes) {
                return;
            }
            pfncache.kvm_gpc_refresh(gpc, entry);
            refreshed++;
            read_lock_irqsave(gpc.lock);
        }
        access();
        read_unlock_irqrestore(gpc.lock);
    }

    /// A null pointer here is as much a finding as a stale one.
    @SuppressWarnings("NullAway")
    private void access() {
        Page page = gpc.pfn;
        if (ensure_in_use) {
            Pte pte = kvm.mm.pte_offset(ghost(gpc.uhva));
            ensure("no-use-after-invalidate", ghost(pte.page) == page);
            READ_ONCE(page.contents);
        }
    }
}
