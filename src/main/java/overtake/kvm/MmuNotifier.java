package overtake.kvm;

import static overtake.kernel.Kernel.KVM_BUG_ON;
import static overtake.kernel.Kernel.WARN_ON_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.smp_wmb;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import overtake.kernel.KernelSource;

/// KVM's two callbacks around a change of host memory (virt/kvm/kvm_main.c). Numbers in comments are the steps of START and END in the
/// brief, section 1.3. SPTEs and TLBs are not here: system S0 needs only the counters and locks.
public final class MmuNotifier {
    private final Kvm kvm;
    private final GpcNotifier gpc;
    private final boolean count_before_seq;

    /// @param count_before_seq mutant 0.18: END drops the count before it bumps the sequence
    public MmuNotifier(Kvm kvm, GpcNotifier gpc, boolean count_before_seq) {
        this.kvm = kvm;
        this.gpc = gpc;
        this.count_before_seq = count_before_seq;
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_notifier_invalidate_range_start", commit = "v6.12; with the caches inside mn_invalidate_lock: mail of 15 Oct 2024, patch 3 of 5")
    public void kvm_mmu_notifier_invalidate_range_start(int start, int end) {
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
        if (kvm.kvm_memslots().overlap(start, end)) { // 6
            write_lock(kvm.mmu_lock); // 7
            kvm_mmu_invalidate_begin();
            write_unlock(kvm.mmu_lock); // 10; 8 and 9 (zap, flush) are not modelled
        }
        kvm.memslots_read_unlock(idx);
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_notifier_invalidate_range_end", commit = "v6.12")
    public void kvm_mmu_notifier_invalidate_range_end(int start, int end) {
        if (count_before_seq) {
            drop_active_invalidate_count();
        }
        int idx = kvm.memslots_read_lock(); // END 1
        if (kvm.kvm_memslots().overlap(start, end)) {
            write_lock(kvm.mmu_lock); // 2
            kvm_mmu_invalidate_end();
            write_unlock(kvm.mmu_lock); // 6
        }
        kvm.memslots_read_unlock(idx);
        if (!count_before_seq) {
            drop_active_invalidate_count();
        }
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_invalidate_begin", commit = "v6.12")
    private void kvm_mmu_invalidate_begin() {
        WRITE_ONCE(kvm.mmu_invalidate_in_progress, kvm.mmu_invalidate_in_progress + 1);
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_invalidate_end", commit = "v6.12")
    private void kvm_mmu_invalidate_end() {
        WRITE_ONCE(kvm.mmu_invalidate_seq, kvm.mmu_invalidate_seq + 1); // END 3
        smp_wmb(); // 4
        int in_progress = kvm.mmu_invalidate_in_progress - 1;
        WRITE_ONCE(kvm.mmu_invalidate_in_progress, in_progress); // 5
        KVM_BUG_ON(in_progress < 0);
    }

    /// END 7. Nobody sleeps on the count here (the memslot update polls), so there is no 8.
    private void drop_active_invalidate_count() {
        spin_lock(kvm.mn_invalidate_lock);
        int count = kvm.mn_active_invalidate_count;
        WARN_ON_ONCE(count == 0);
        WRITE_ONCE(kvm.mn_active_invalidate_count, count - 1);
        spin_unlock(kvm.mn_invalidate_lock);
    }
}
