package overtake.kvm.hva;

import static overtake.kernel.Kernel.atomic_dec;
import static overtake.kernel.Kernel.atomic_inc;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;

/// Agent: START and END of an invalidation (brief 1.3), with mmu_lock; only the count of those that saw an overlap is kept.
public final class Invalidate implements Agent {
    private final WalkedVm kvm;
    private final HvaWalk walk;
    private final HvaWalk.Range range = new HvaWalk.Range(0, 1, false, true, false);

    public Invalidate(WalkedVm kvm, HvaWalk walk) {
        this.kvm = kvm;
        this.walk = walk;
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_notifier_invalidate_range_start, ..._end", commit = "v6.15")
    public void run() {
        walk.kvm_handle_hva_range(range, this::kvm_mmu_invalidate_begin);
        walk.kvm_handle_hva_range(range, this::kvm_mmu_invalidate_end);
    }

    private void kvm_mmu_invalidate_begin() {
        atomic_inc(kvm.overlaps);
        kvm.mmu_invalidate_in_progress++;
    }

    private void kvm_mmu_invalidate_end() {
        atomic_dec(kvm.overlaps);
        kvm.mmu_invalidate_in_progress--;
    }
}
