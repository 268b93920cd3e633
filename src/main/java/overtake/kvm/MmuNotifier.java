package overtake.kvm;

import static overtake.kernel.Kernel.KVM_BUG_ON;
import static overtake.kernel.Kernel.WARN_ON_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.down_read;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.lockdep_assert_held_write;
import static overtake.kernel.Kernel.smp_wmb;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.up_read;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import org.jspecify.annotations.Nullable;
import overtake.kernel.KernelSource;

/// KVM's two callbacks around a change of host memory (virt/kvm/kvm_main.c). Numbers in comments are the steps of START and END in the
/// brief, section 1.3. Several invalidations may be between START and END at once, of the same or of different addresses.
public final class MmuNotifier implements MmuNotifierOps {
    private final Kvm kvm;
    private final GpcNotifier gpc;
    private final ArchMmu mmu;
    private final Mutant mutant;

    /// A change of START or END that is more than a dropped or weakened operation.
    public enum Mutant {
        NONE,
        /// 0.18: END drops the count before it bumps the sequence.
        COUNT_BEFORE_SEQ,
        /// G4, G6: END drops `in_progress` before it bumps the sequence.
        IN_PROGRESS_BEFORE_SEQ,
        /// 3.3: END drops the count before the pfncaches hear of the end.
        COUNT_BEFORE_CACHES,
        /// 3.7: END wakes waiters before it drops the count.
        WAKE_BEFORE_DECREMENT
    }

    /// Of a VM without pfncaches.
    public MmuNotifier(Kvm kvm, ArchMmu mmu) {
        this(kvm, new NoGpcs(), mmu, Mutant.NONE);
    }

    public MmuNotifier(Kvm kvm, GpcNotifier gpc, ArchMmu mmu) {
        this(kvm, gpc, mmu, Mutant.NONE);
    }

    public MmuNotifier(Kvm kvm, GpcNotifier gpc, ArchMmu mmu, Mutant mutant) {
        this.kvm = kvm;
        this.gpc = gpc;
        this.mmu = mmu;
        this.mutant = mutant;
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_notifier_invalidate_range_start", commit = "v6.12; with the caches inside mn_invalidate_lock: mail of 15 Oct 2024, patch 3 of 5")
    public void kvm_mmu_notifier_invalidate_range_start(int start, int end, boolean may_block) {
        if (blocks_by_semaphore()) {
            down_read(kvm.mmu_notifier_slots_lock);
        }
        spin_lock(kvm.mn_invalidate_lock); // START 1
        if (!gpc.counts_invalidation()) {
            WRITE_ONCE(kvm.mn_active_invalidate_count, kvm.mn_active_invalidate_count + 1); // 2, INV 1
        }
        if (gpc.under_mn_invalidate_lock()) {
            gpc.gfn_to_pfn_cache_invalidate_start(start, end); // INV 2 to 11
        }
        spin_unlock(kvm.mn_invalidate_lock); // 3, INV 12
        if (!gpc.under_mn_invalidate_lock()) {
            gpc.gfn_to_pfn_cache_invalidate_start(start, end); // 4
        }
        int idx = kvm.memslots_read_lock(); // 5
        unmap_hva_range(start, end, may_block); // 6 to 10
        kvm.memslots_read_unlock(idx);
    }

    /// The part of START under mmu_lock. Called with the memslots' read lock held, if they change.
    ///
    /// mmu_lock is taken if a slot overlaps, and held for all that do. The kernel has a loop over the slots; two are few enough to write out,
    /// and what is known of them then folds away.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "__kvm_handle_hva_range", commit = "v6.12")
    public void unmap_hva_range(int start, int end, boolean may_block) {
        KvmMemslots slots = kvm.kvm_memslots();
        KvmMemorySlot slot0 = slots.slot(0);
        KvmMemorySlot slot1 = slots.slot(1);
        boolean overlap0 = overlaps(slot0, start, end); // 6
        boolean overlap1 = overlaps(slot1, start, end);
        if (!overlap0 && !overlap1) {
            return;
        }
        write_lock(kvm.mmu_lock); // 7
        kvm_mmu_invalidate_begin();
        boolean flush = false;
        if (slot0 != null && overlap0) {
            flush = unmap_gfn_range(slot0, start, end, may_block);
        }
        if (slot1 != null && overlap1) {
            flush |= unmap_gfn_range(slot1, start, end, may_block);
        }
        if (flush) {
            mmu.kvm_flush_remote_tlbs(); // 9
        }
        write_unlock(kvm.mmu_lock); // 10
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_unmap_gfn_range", commit = "v6.12")
    private boolean unmap_gfn_range(KvmMemorySlot slot, int start, int end, boolean may_block) {
        int first_gfn = slot.first_gfn(start);
        int end_gfn = slot.end_gfn(end);
        if (mmu.faults()) {
            kvm_mmu_invalidate_range_add(first_gfn, end_gfn); // 8
        }
        return mmu.kvm_unmap_gfn_range(first_gfn, end_gfn, may_block);
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_notifier_invalidate_range_end", commit = "v6.12")
    public void kvm_mmu_notifier_invalidate_range_end(int start, int end) {
        if (mutant == Mutant.COUNT_BEFORE_SEQ) {
            drop_active_invalidate_count();
        }
        int idx = kvm.memslots_read_lock(); // END 1
        end_hva_range(start, end); // 2 to 6
        kvm.memslots_read_unlock(idx);
        if (mutant == Mutant.COUNT_BEFORE_CACHES) {
            drop_active_invalidate_count();
        }
        gpc.gfn_to_pfn_cache_invalidate_end(start, end);
        if (mutant != Mutant.COUNT_BEFORE_SEQ && mutant != Mutant.COUNT_BEFORE_CACHES) {
            drop_active_invalidate_count();
        }
        if (blocks_by_semaphore()) {
            up_read(kvm.mmu_notifier_slots_lock);
        }
    }

    /// The part of END under mmu_lock. Called with the memslots' read lock held, if they change.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "__kvm_handle_hva_range", commit = "v6.12")
    public void end_hva_range(int start, int end) {
        KvmMemslots slots = kvm.kvm_memslots();
        if (overlaps(slots.slot(0), start, end) || overlaps(slots.slot(1), start, end)) {
            write_lock(kvm.mmu_lock); // END 2
            kvm_mmu_invalidate_end();
            write_unlock(kvm.mmu_lock); // 6
        }
    }

    private static boolean overlaps(@Nullable KvmMemorySlot slot, int start, int end) {
        return slot != null && slot.overlaps_hva(start, end);
    }

    private boolean blocks_by_semaphore() {
        return kvm.memslots_change
                && (kvm.blocking == MemslotBlocking.RWSEM_FAIR || kvm.blocking == MemslotBlocking.RWSEM_UNFAIR);
    }

    /// Called with mmu_lock held for write, once for an invalidation that overlaps a slot.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_invalidate_begin", commit = "v6.12")
    public void kvm_mmu_invalidate_begin() {
        int in_progress = kvm.mmu_invalidate_in_progress + 1;
        WRITE_ONCE(kvm.mmu_invalidate_in_progress, in_progress);
        if (in_progress == 1 && mmu.faults()) {
            WRITE_ONCE(kvm.mmu_invalidate_range_start, Kvm.INVALID_GPA);
            WRITE_ONCE(kvm.mmu_invalidate_range_end, Kvm.INVALID_GPA);
        }
    }

    /// Extends the union of the active ranges; it shrinks only when `in_progress` has been 0.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_invalidate_range_add", commit = "v6.12")
    public void kvm_mmu_invalidate_range_add(int start, int end) {
        lockdep_assert_held_write(kvm.mmu_lock);
        WARN_ON_ONCE(kvm.mmu_invalidate_in_progress == 0);
        int range_start = kvm.mmu_invalidate_range_start;
        if (range_start == Kvm.INVALID_GPA || start < range_start) {
            WRITE_ONCE(kvm.mmu_invalidate_range_start, start);
        }
        if (range_start == Kvm.INVALID_GPA || end > kvm.mmu_invalidate_range_end) {
            WRITE_ONCE(kvm.mmu_invalidate_range_end, end);
        }
    }

    /// Called with mmu_lock held for write, once for each [#kvm_mmu_invalidate_begin].
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_invalidate_end", commit = "v6.12")
    public void kvm_mmu_invalidate_end() {
        int in_progress = kvm.mmu_invalidate_in_progress - 1;
        if (mutant == Mutant.IN_PROGRESS_BEFORE_SEQ) {
            WRITE_ONCE(kvm.mmu_invalidate_in_progress, in_progress);
        }
        WRITE_ONCE(kvm.mmu_invalidate_seq, kvm.mmu_invalidate_seq + 1); // END 3
        smp_wmb(); // 4
        if (mutant != Mutant.IN_PROGRESS_BEFORE_SEQ) {
            WRITE_ONCE(kvm.mmu_invalidate_in_progress, in_progress); // 5
        }
        KVM_BUG_ON(in_progress < 0);
        if (mmu.faults()) {
            WARN_ON_ONCE(ghost(kvm.mmu_invalidate_range_start) == Kvm.INVALID_GPA); // between START and END a range was added
        }
    }

    /// The last part of END: drops the count, and wakes who waits for it to be 0.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_notifier_invalidate_range_end", commit = "v6.12")
    public void drop_active_invalidate_count() {
        spin_lock(kvm.mn_invalidate_lock); // END 7
        int count = kvm.mn_active_invalidate_count;
        WARN_ON_ONCE(count == 0);
        boolean wake = count == 1;
        if (mutant == Mutant.WAKE_BEFORE_DECREMENT) {
            spin_unlock(kvm.mn_invalidate_lock);
            wake_up(wake);
            spin_lock(kvm.mn_invalidate_lock);
        }
        WRITE_ONCE(kvm.mn_active_invalidate_count, kvm.mn_active_invalidate_count - 1);
        spin_unlock(kvm.mn_invalidate_lock);
        if (mutant != Mutant.WAKE_BEFORE_DECREMENT) {
            wake_up(wake);
        }
    }

    private void wake_up(boolean last) {
        if (last && kvm.memslots_change && kvm.blocking == MemslotBlocking.RCUWAIT) {
            kvm.mn_memslots_update_rcuwait.rcuwait_wake_up(); // 8
        }
        if (last) {
            gpc.wake_up_waiters();
        }
    }
}
