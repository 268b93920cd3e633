package overtake.kvm.arm64;

import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;

/// Agent: the host invalidates the last page of the slot, START and END in one. A page that was pinned after the host had chosen it stays where it is: then it
/// is only unmapped from stage 2.
public final class Invalidation implements Agent {
    private final Kvm kvm;

    public Invalidation(Kvm kvm) {
        this.kvm = kvm;
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_notifier_invalidate_range_start", commit = "v5.14")
    public void run() {
        spin_lock(kvm.mmu_lock);
        kvm.mmu_notifier_seq++;
        kvm.pages[kvm.pages.length - 1].mapped = false;
        spin_unlock(kvm.mmu_lock);
    }
}
