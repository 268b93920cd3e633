package overtake.kvm;

import org.jspecify.annotations.Nullable;
import overtake.kernel.Mutex;
import overtake.kernel.RwLock;

/// struct gfn_to_pfn_cache (include/linux/kvm_types.h): a cached translation of one guest page and its kernel mapping.
/// It holds no reference on the page.
public final class GfnToPfnCache {
    /// Taken with interrupts off; some readers run in hard interrupt context.
    public final RwLock lock = new RwLock();

    /// One refresh, activation or deactivation at a time.
    public final Mutex refresh_lock = new Mutex();

    /// Written with the lock held for write. After the patch the mmu_notifier reads it without the lock.
    public boolean valid;

    /// Written by refresh only, with the lock held for write. After the patch the mmu_notifier reads it without the lock.
    public int uhva;

    public boolean active;

    /// Of the memslots that `uhva` was looked up in.
    public int generation;

    /// Patch 1 of the v3 series: a lookup is under way or done that an invalidation would have to undo. Written with the lock held for write.
    public boolean needs_invalidation;

    public @Nullable Page pfn;
    public @Nullable KernelMapping khva;

    /// Next on kvm.gpc_list, under kvm.gpc_lock.
    public @Nullable GfnToPfnCache next;

    /// For building worlds: a cache of a user address, active and on the VM's list, with nothing in it yet.
    public static GfnToPfnCache listed(Kvm kvm, int uhva) {
        var gpc = new GfnToPfnCache();
        gpc.active = true;
        gpc.uhva = uhva;
        gpc.next = kvm.gpc_list;
        kvm.gpc_list = gpc;
        return gpc;
    }

    /// For building worlds: the same, valid, with the page that the host maps.
    public static GfnToPfnCache valid(Kvm kvm, int uhva) {
        var gpc = listed(kvm, uhva);
        gpc.valid = true;
        gpc.needs_invalidation = true;
        gpc.pfn = kvm.mm.pte_offset(uhva).page;
        return gpc;
    }
}
