package overtake.kvm.hva;

import static overtake.kernel.Kernel.atomic_dec;
import static overtake.kernel.Kernel.atomic_inc;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;

/// Agent: asks for the age of a user address, by a walk without mmu_lock. As a mutant its range has an on_lock function, that of START.
public final class AgeHva implements Agent, OnLock {
    private final WalkedVm kvm;
    private final HvaWalk walk;
    private final HvaWalk.Range range;

    public AgeHva(WalkedVm kvm, HvaWalk walk, HvaWalk.Range range) {
        this.kvm = kvm;
        this.walk = walk;
        this.range = range;
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_age_hva_range", commit = "aa34b811650c, v6.15")
    public void run() {
        walk.kvm_handle_hva_range(range, this);
    }

    /// Counts an invalidation that begins and ends at once.
    @Override
    public void on_lock() {
        kvm.mmu_invalidate_in_progress++;
        atomic_inc(kvm.overlaps);
        kvm.mmu_invalidate_in_progress--;
        atomic_dec(kvm.overlaps);
    }
}
