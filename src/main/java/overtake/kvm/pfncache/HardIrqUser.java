package overtake.kvm.pfncache;

import static overtake.kernel.Kernel.read_lock_irqsave;
import static overtake.kernel.Kernel.read_unlock_irqrestore;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.Kvm;

/// Interrupt handler USER: delivers an event through the cache in hard interrupt context, where it cannot refresh: if the check fails, it leaves the
/// event to a work item, which is not modelled.
public final class HardIrqUser implements Agent {
    private final GfnToPfnCache gpc;
    private final Pfncache pfncache;
    private final GuestPage guest_page;

    public HardIrqUser(Kvm kvm, GfnToPfnCache gpc, Pfncache pfncache) {
        this(gpc, pfncache, new GuestPage(kvm));
    }

    public HardIrqUser(GfnToPfnCache gpc, Pfncache pfncache, GuestPage guest_page) {
        this.gpc = gpc;
        this.pfncache = pfncache;
        this.guest_page = guest_page;
    }

    @Override
    @KernelSource(file = "arch/x86/kvm/xen.c", function = "kvm_xen_set_evtchn_fast", commit = "v6.12")
    public void run() {
        read_lock_irqsave(gpc.lock); // USER 1
        if (pfncache.kvm_gpc_check(gpc)) { // 2
            guest_page.access(gpc); // 3
        }
        read_unlock_irqrestore(gpc.lock); // 4
    }
}
