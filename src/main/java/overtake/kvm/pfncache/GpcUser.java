package overtake.kvm.pfncache;

import static overtake.kernel.Kernel.read_lock_irqsave;
import static overtake.kernel.Kernel.read_unlock_irqrestore;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.Kvm;

/// Agent USER: a vCPU that writes to a guest page through its cache, refreshing the cache as long as the check fails.
public final class GpcUser implements Agent {
    private final Kvm kvm;
    private final GfnToPfnCache gpc;
    private final Pfncache pfncache;
    private final GuestPage guest_page;
    private final int uses;
    private final int refreshes;

    /// One use, given up after two refreshes in vain.
    public GpcUser(Kvm kvm, GfnToPfnCache gpc, Pfncache pfncache) {
        this(kvm, gpc, pfncache, new GuestPage(kvm), 1, 2);
    }

    /// @param uses how often it uses the page
    /// @param refreshes after how many refreshes in vain it gives up a use
    public GpcUser(
            Kvm kvm, GfnToPfnCache gpc, Pfncache pfncache, GuestPage guest_page, int uses, int refreshes) {
        this.kvm = kvm;
        this.gpc = gpc;
        this.pfncache = pfncache;
        this.guest_page = guest_page;
        this.uses = uses;
        this.refreshes = refreshes;
    }

    @Override
    public void run() {
        for (int use = 0; use < uses; use++) {
            int idx = kvm.memslots_read_lock();
            kvm_setup_guest_pvclock();
            kvm.memslots_read_unlock(idx);
        }
    }

    /// The kernel tries for ever; here a bound ends a run. A refresh proves nothing by itself: the check is made again under the lock.
    @KernelSource(file = "arch/x86/kvm/x86.c", function = "kvm_setup_guest_pvclock", commit = "v6.12")
    private void kvm_setup_guest_pvclock() {
        int refreshed = 0;
        read_lock_irqsave(gpc.lock); // USER 1
        while (!pfncache.kvm_gpc_check(gpc)) { // 2
            read_unlock_irqrestore(gpc.lock); // 4a
            if (refreshed == refreshes || pfncache.kvm_gpc_refresh(gpc) != 0) {
                return;
            }
            refreshed++;
            read_lock_irqsave(gpc.lock);
        }
        guest_page.access(gpc); // 3
        read_unlock_irqrestore(gpc.lock); // 4
    }
}
