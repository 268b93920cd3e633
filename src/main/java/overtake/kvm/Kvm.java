package overtake.kvm;

import static overtake.kernel.Kernel.rcu_dereference;
import static overtake.kernel.Kernel.srcu_read_lock;
import static overtake.kernel.Kernel.srcu_read_unlock;

import org.jspecify.annotations.Nullable;
import overtake.kernel.KernelSource;
import overtake.kernel.Mutex;
import overtake.kernel.RwLock;
import overtake.kernel.SpinLock;
import overtake.kernel.Srcu;

/// struct kvm, as far as the invalidation of guest memory needs it (include/linux/kvm_host.h).
public final class Kvm {
    public final MmStruct mm;
    public final RwLock mmu_lock = new RwLock();
    public final SpinLock mn_invalidate_lock = new SpinLock();
    public final SpinLock gpc_lock = new SpinLock();
    public final Mutex slots_lock = new Mutex();
    public final Srcu srcu = new Srcu();

    /// Invalidations between START and END; written under mn_invalidate_lock, read by refresh without.
    public int mn_active_invalidate_count;

    /// Union of the active ranges since the count was last 0 (patch 3 of the series); written under mn_invalidate_lock, read by refresh without.
    public int mmu_gpc_invalidate_range_start;

    public int mmu_gpc_invalidate_range_end;

    /// Active invalidations that overlap a memslot; written under mmu_lock.
    public int mmu_invalidate_in_progress;

    /// Completed invalidations that overlapped a memslot; written under mmu_lock, read by refresh without.
    public int mmu_invalidate_seq;

    public @Nullable GfnToPfnCache gpc_list;

    /// The published set, under srcu.
    public KvmMemslots memslots;

    private final KvmMemslots first_memslots;

    /// Whether an agent updates memslots. If none does, reads of them are folded away.
    public final boolean memslots_change;

    /// All caches, listed or not: what checks look at.
    public final GfnToPfnCache[] gpcs;

    public Kvm(MmStruct mm, KvmMemslots memslots, boolean memslots_change) {
        this(mm, memslots, memslots_change, new GfnToPfnCache[0]);
    }

    public Kvm(MmStruct mm, KvmMemslots memslots, boolean memslots_change, GfnToPfnCache[] gpcs) {
        this.gpcs = gpcs;
        this.mm = mm;
        this.first_memslots = memslots;
        this.memslots = memslots;
        this.memslots_change = memslots_change;
    }

    @KernelSource(file = "include/linux/kvm_host.h", function = "kvm_memslots", commit = "v6.12")
    public KvmMemslots kvm_memslots() {
        if (!memslots_change) {
            return first_memslots;
        }
        return rcu_dereference(memslots);
    }

    @KernelSource(file = "include/linux/kvm_host.h", function = "kvm_vcpu_srcu_read_lock", commit = "v6.12")
    public int memslots_read_lock() {
        if (!memslots_change) {
            return 0;
        }
        return srcu_read_lock(srcu);
    }

    @KernelSource(file = "include/linux/kvm_host.h", function = "kvm_vcpu_srcu_read_unlock", commit = "v6.12")
    public void memslots_read_unlock(int idx) {
        if (memslots_change) {
            srcu_read_unlock(srcu, idx);
        }
    }
}
