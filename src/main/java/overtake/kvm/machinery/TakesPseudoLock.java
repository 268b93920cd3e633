package overtake.kvm.machinery;

import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.MmuNotifierOps;

/// Agent: an invalidation beside a lock P of host mm, which nobody orders against KVM's (brief 3.7: what the notifier's END, or the next START, needs).
///
/// @param holds whether it holds P from before START to after END; if not, it needs P between the two
public record TakesPseudoLock(PseudoLock p, MmuNotifierOps notifier, boolean holds) implements Agent {
    @Override
    @KernelSource(file = "mm/mmu_notifier.c", function = "__mmu_notifier_invalidate_range_start", commit = "v6.12")
    public void run() {
        if (holds) {
            mutex_lock(p.lock);
        }
        notifier.kvm_mmu_notifier_invalidate_range_start(0, 1, true);
        if (!holds) {
            mutex_lock(p.lock);
            mutex_unlock(p.lock);
        }
        notifier.kvm_mmu_notifier_invalidate_range_end(0, 1);
        if (holds) {
            mutex_unlock(p.lock);
        }
    }
}
