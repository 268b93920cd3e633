package overtake.kvm.machinery;

import overtake.kernel.Mutex;

/// A lock of host mm that invalidations meet (mm/mmu_notifier.c: __mmu_notifier_invalidate_range_start_map stands for it in lockdep).
public final class PseudoLock {
    public final Mutex lock = new Mutex();
}
