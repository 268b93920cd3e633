package overtake.kvm.pfncache;

import static overtake.kernel.Kernel.KVM_BUG_ON;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost_held;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.write_lock_irq;
import static overtake.kernel.Kernel.write_unlock_irq;

import overtake.kernel.KernelSource;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.KernelMapping;
import overtake.kvm.Kvm;

/// ACTIVATE and DEACTIVATE (virt/kvm/pfncache.c, brief 2.3): the same before and after the patch.
public final class Activate {
    private static final int EIO = 5;

    private final Kvm kvm;
    private final Refresh pfncache;
    private final boolean memremap;
    private final Mutant mutant;

    /// With the direct map, and unchanged.
    public Activate(Kvm kvm, Refresh pfncache) {
        this(kvm, pfncache, false, Mutant.NONE);
    }

    public Activate(Kvm kvm, Refresh pfncache, boolean memremap, Mutant mutant) {
        this.kvm = kvm;
        this.pfncache = pfncache;
        this.memremap = memremap;
        this.mutant = mutant;
    }

    /// Activates the cache for a user address; an active one only gets the new address.
    @KernelSource(file = "virt/kvm/pfncache.c", function = "__kvm_gpc_activate", commit = "v6.12")
    public int kvm_gpc_activate_hva(GfnToPfnCache gpc, int uhva) {
        mutex_lock(gpc.refresh_lock);
        int ret = 0;
        if (!gpc.active) {
            ret = insert(gpc);
        }
        if (ret == 0) {
            ret = pfncache.__kvm_gpc_refresh(gpc, uhva);
        }
        mutex_unlock(gpc.refresh_lock);
        return ret;
    }

    /// The cache must be on the list before it is active: no refresh may make it valid while the mmu_notifier cannot find it.
    @KernelSource(file = "virt/kvm/pfncache.c", function = "__kvm_gpc_activate", commit = "v6.12")
    private int insert(GfnToPfnCache gpc) {
        if (KVM_BUG_ON(gpc.valid)) {
            return -EIO;
        }
        if (mutant == Mutant.INITIALISES_LOCK) {
            ensure("no-held-lock-is-initialised", !ghost_held(gpc.lock));
        }
        if (mutant == Mutant.ACTIVE_BEFORE_LIST_ADD) {
            set_active(gpc);
        }
        spin_lock(kvm.gpc_lock);
        list_add(gpc);
        spin_unlock(kvm.gpc_lock);
        if (mutant != Mutant.ACTIVE_BEFORE_LIST_ADD) {
            set_active(gpc);
        }
        return 0;
    }

    private void set_active(GfnToPfnCache gpc) {
        write_lock_irq(gpc.lock);
        gpc.active = true;
        write_unlock_irq(gpc.lock);
    }

    @KernelSource(file = "virt/kvm/pfncache.c", function = "kvm_gpc_deactivate", commit = "v6.12")
    public void kvm_gpc_deactivate(GfnToPfnCache gpc) {
        mutex_lock(gpc.refresh_lock);
        if (gpc.active) {
            write_lock_irq(gpc.lock);
            gpc.active = false;
            WRITE_ONCE(gpc.valid, false);
            KernelMapping old_khva = memremap ? gpc.khva : null;
            gpc.pfn = null;
            if (memremap) {
                gpc.khva = null;
            }
            write_unlock_irq(gpc.lock);

            spin_lock(kvm.gpc_lock);
            list_del(gpc);
            spin_unlock(kvm.gpc_lock);
            pfncache.gpc_unmap(old_khva);
        }
        mutex_unlock(gpc.refresh_lock);
    }

    private void list_add(GfnToPfnCache gpc) {
        gpc.next = kvm.gpc_list;
        kvm.gpc_list = gpc;
    }

    private void list_del(GfnToPfnCache gpc) {
        if (kvm.gpc_list == gpc) {
            kvm.gpc_list = gpc.next;
            return;
        }
        for (GfnToPfnCache prev = kvm.gpc_list; prev != null; prev = prev.next) {
            if (prev.next == gpc) {
                prev.next = gpc.next;
                return;
            }
        }
    }
}
