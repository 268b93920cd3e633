package overtake.kvm;

import static overtake.kernel.Kernel.rcu_dereference;
import static overtake.kernel.Kernel.srcu_read_lock;
import static overtake.kernel.Kernel.srcu_read_unlock;

import org.jspecify.annotations.Nullable;
import overtake.kernel.KernelSource;
import overtake.kernel.Mutex;
import overtake.kernel.RwLock;
import overtake.kernel.RwSemaphore;
import overtake.kernel.SpinLock;
import overtake.kernel.Srcu;
import overtake.kernel.sched.Rcuwait;
import overtake.kernel.sched.WaitQueueHead;

/// struct kvm, as far as the invalidation of guest memory needs it (include/linux/kvm_host.h).
public final class Kvm {
    /// INVALID_GPA: an empty invalidation range.
    public static final int INVALID_GPA = -1;

    private static final int MOST_VCPUS = 4;

    public final MmStruct mm;
    public final KvmVcpu[] vcpus;
    public final RwLock mmu_lock = new RwLock();
    public final SpinLock mn_invalidate_lock = new SpinLock();
    public final SpinLock gpc_lock = new SpinLock();
    public final Mutex slots_lock = new Mutex();
    public final Mutex slots_arch_lock = new Mutex();
    public final Srcu srcu = new Srcu();

    /// What blocks memslot updates during an invalidation, and the semaphore for those forms that have one.
    public final MemslotBlocking blocking;

    public final RwSemaphore mmu_notifier_slots_lock;

    /// Invalidations between START and END; written under mn_invalidate_lock, read by refresh without.
    public int mn_active_invalidate_count;

    public final Rcuwait mn_memslots_update_rcuwait = new Rcuwait();

    /// Union of the active ranges since the count was last 0 (patch 3 of the series); written under mn_invalidate_lock, read by refresh without.
    public int mmu_gpc_invalidate_range_start;

    public int mmu_gpc_invalidate_range_end;

    /// Refreshes that sleep until invalidations are over (patch 5 of the series).
    public final WaitQueueHead gpc_invalidate_wq = new WaitQueueHead();

    /// Active invalidations that overlap a memslot; written under mmu_lock.
    public int mmu_invalidate_in_progress;

    /// Completed invalidations that overlapped a memslot; written under mmu_lock, read by refresh without.
    public int mmu_invalidate_seq;

    /// Union of the active ranges of guest frames since `in_progress` was last 0; written under mmu_lock.
    public int mmu_invalidate_range_start = INVALID_GPA;

    public int mmu_invalidate_range_end = INVALID_GPA;

    public @Nullable GfnToPfnCache gpc_list;

    /// The published set, under srcu.
    public KvmMemslots memslots;

    private final KvmMemslots set0;
    private final KvmMemslots set1;

    /// Whether an agent updates memslots. If none does, reads of them are folded away.
    public final boolean memslots_change;

    /// A VM whose memslots change, under the kernel's own blocking: both sets begin with these slots.
    public static Kvm changing(
            MmStruct mm, @Nullable KvmMemorySlot slot0, @Nullable KvmMemorySlot slot1, KvmVcpu... vcpus) {
        return changing(mm, slot0, slot1, MemslotBlocking.RCUWAIT, vcpus);
    }

    /// The same with another blocking.
    public static Kvm changing(
            MmStruct mm,
            @Nullable KvmMemorySlot slot0,
            @Nullable KvmMemorySlot slot1,
            MemslotBlocking blocking,
            KvmVcpu... vcpus) {
        return new Kvm(
                mm, new KvmMemslots(true, slot0, slot1), new KvmMemslots(true, slot0, slot1), blocking, vcpus);
    }

    /// A VM with one memslot that never changes.
    public Kvm(MmStruct mm, KvmMemorySlot slot, KvmVcpu... vcpus) {
        this(mm, KvmMemslots.fixed(slot), vcpus);
    }

    /// A VM whose memslots never change.
    public Kvm(MmStruct mm, KvmMemslots memslots, KvmVcpu... vcpus) {
        this(mm, memslots, memslots, MemslotBlocking.RCUWAIT, vcpus);
    }

    /// A VM whose memslots change.
    ///
    /// @param inactive the other set, with the same slots
    public Kvm(
            MmStruct mm, KvmMemslots memslots, KvmMemslots inactive, MemslotBlocking blocking, KvmVcpu... vcpus) {
        if (vcpus.length > MOST_VCPUS) {
            throw new IllegalArgumentException(
                    "a VM of " + vcpus.length + " vCPUs; expected at most " + MOST_VCPUS
                            + ", which is how many a request reaches");
        }
        this.mm = mm;
        this.vcpus = vcpus.clone();
        this.set0 = memslots;
        this.set1 = inactive;
        this.memslots = memslots;
        this.memslots_change = memslots != inactive;
        this.blocking = blocking;
        this.mmu_notifier_slots_lock = new RwSemaphore(blocking == MemslotBlocking.RWSEM_FAIR);
    }

    @KernelSource(file = "include/linux/kvm_host.h", function = "kvm_memslots", commit = "v6.12")
    public KvmMemslots kvm_memslots() {
        if (!memslots_change) {
            return set0;
        }
        return rcu_dereference(memslots);
    }

    /// The set that is not published; asked by the holder of slots_arch_lock.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_get_inactive_memslots", commit = "v6.12")
    public KvmMemslots inactive_memslots() {
        return kvm_memslots() == set0 ? set1 : set0;
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
