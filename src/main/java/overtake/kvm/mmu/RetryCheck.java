package overtake.kvm.mmu;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WARN_ON_ONCE;
import static overtake.kernel.Kernel.smp_rmb;

import overtake.kernel.KernelSource;
import overtake.kvm.Kvm;

/// The retry checks of page faults: has an invalidation of the frame begun or ended since `mmu_seq` was read (include/linux/kvm_host.h)?
public final class RetryCheck {
    private final Kvm kvm;
    private final FaultMutant mutant;

    public RetryCheck(Kvm kvm) {
        this(kvm, FaultMutant.NONE);
    }

    public RetryCheck(Kvm kvm, FaultMutant mutant) {
        this.kvm = kvm;
        this.mutant = mutant;
    }

    /// The check without a lock: a wrong answer costs a needless lookup or a needless mmu_lock.
    @KernelSource(file = "include/linux/kvm_host.h", function = "mmu_invalidate_retry_gfn_unsafe", commit = "v6.12")
    public boolean mmu_invalidate_retry_gfn_unsafe(int mmu_seq, int gfn) {
        if (READ_ONCE(kvm.mmu_invalidate_in_progress) != 0
                && gfn >= READ_ONCE(kvm.mmu_invalidate_range_start)
                && gfn < READ_ONCE(kvm.mmu_invalidate_range_end)) {
            return true;
        }
        return READ_ONCE(kvm.mmu_invalidate_seq) != mmu_seq;
    }

    /// The check under mmu_lock.
    @KernelSource(file = "include/linux/kvm_host.h", function = "mmu_invalidate_retry_gfn", commit = "v6.12")
    public boolean mmu_invalidate_retry_gfn(int mmu_seq, int gfn) {
        if (mutant != FaultMutant.ONLY_SEQ && kvm.mmu_invalidate_in_progress != 0) {
            int start = kvm.mmu_invalidate_range_start;
            int end = kvm.mmu_invalidate_range_end;
            if (WARN_ON_ONCE(start == Kvm.INVALID_GPA || end == Kvm.INVALID_GPA)) {
                return true;
            }
            if (gfn >= start && gfn < end) {
                return true;
            }
        }
        smp_rmb(); // of mmu_invalidate_retry, the older form; the one with a range has none
        return mutant != FaultMutant.ONLY_IN_PROGRESS && kvm.mmu_invalidate_seq != mmu_seq;
    }

    /// The check under another lock than mmu_lock, as KVM on POWER makes it under the lock bit of its hash page table entry.
    @KernelSource(file = "include/linux/kvm_host.h", function = "mmu_invalidate_retry", commit = "v6.12")
    public boolean mmu_invalidate_retry(int mmu_seq) {
        if (mutant != FaultMutant.ONLY_SEQ && READ_ONCE(kvm.mmu_invalidate_in_progress) != 0) {
            return true;
        }
        smp_rmb(); // pairs with smp_wmb in kvm_mmu_invalidate_end
        return mutant != FaultMutant.ONLY_IN_PROGRESS && READ_ONCE(kvm.mmu_invalidate_seq) != mmu_seq;
    }
}
