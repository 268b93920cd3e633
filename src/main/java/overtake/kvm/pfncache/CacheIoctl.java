package overtake.kvm.pfncache;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.Kvm;

/// Agent: an ioctl of the VMM that deactivates the cache, or activates it for a user address.
public final class CacheIoctl implements Agent {
    private final Kvm kvm;
    private final GfnToPfnCache gpc;
    private final Activate pfncache;
    private final Ioctl ioctl;

    public CacheIoctl(Kvm kvm, GfnToPfnCache gpc, Activate pfncache, Ioctl ioctl) {
        this.kvm = kvm;
        this.gpc = gpc;
        this.pfncache = pfncache;
        this.ioctl = ioctl;
    }

    @Override
    @KernelSource(file = "arch/x86/kvm/xen.c", function = "kvm_xen_vcpu_set_attr", commit = "v6.12")
    public void run() {
        int idx = kvm.memslots_read_lock();
        if (ioctl == Ioctl.DEACTIVATE || ioctl == Ioctl.REACTIVATE) {
            pfncache.kvm_gpc_deactivate(gpc);
        }
        if (ioctl == Ioctl.REACTIVATE) {
            pfncache.kvm_gpc_activate_hva(gpc, 0);
        }
        if (ioctl == Ioctl.ACTIVATE_ELSEWHERE) {
            pfncache.kvm_gpc_activate_hva(gpc, 1);
        }
        kvm.memslots_read_unlock(idx);
    }
}
