package overtake.kvm.rangeend;

import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.lockdep_assert_held;
import static overtake.kernel.Kernel.read_lock_irq;
import static overtake.kernel.Kernel.read_unlock_irq;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.write_lock_irq;
import static overtake.kernel.Kernel.write_unlock_irq;

import overtake.kernel.KernelSource;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.GpcNotifier;
import overtake.kvm.Kvm;

/// START-v3 and END-v3, as far as they are about pfncaches (virt/kvm/pfncache.c, brief 3.3).
public final class InvalidateAtEnd implements GpcNotifier {
    private final Kvm kvm;
    private final boolean start_too;
    private final boolean sleepers;

    /// As posted, beside refreshes that may sleep.
    public InvalidateAtEnd(Kvm kvm) {
        this(kvm, false, true);
    }

    /// @param start_too whether START makes the pass over the caches too
    /// @param sleepers whether anybody sleeps on the wait queue
    public InvalidateAtEnd(Kvm kvm, boolean start_too, boolean sleepers) {
        this.kvm = kvm;
        this.start_too = start_too;
        this.sleepers = sleepers;
    }

    @Override
    public boolean under_mn_invalidate_lock() {
        return true;
    }

    /// Extends the union of the active ranges. It never shrinks before the count is 0, so that waking waiters then is enough (3.8).
    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_notifier_invalidate_range_start", commit = "mail of 21 Aug 2024, patch 3 of 5")
    public void gfn_to_pfn_cache_invalidate_start(int start, int end) {
        lockdep_assert_held(kvm.mn_invalidate_lock);
        boolean first = kvm.mn_active_invalidate_count == 1;
        if (first || start < kvm.mmu_gpc_invalidate_range_start) {
            WRITE_ONCE(kvm.mmu_gpc_invalidate_range_start, start);
        }
        if (first || end > kvm.mmu_gpc_invalidate_range_end) {
            WRITE_ONCE(kvm.mmu_gpc_invalidate_range_end, end);
        }
        if (start_too) {
            invalidate(start, end);
        }
    }

    @Override
    @KernelSource(file = "virt/kvm/pfncache.c", function = "gfn_to_pfn_cache_invalidate", commit = "mail of 21 Aug 2024, patch 4 of 5")
    public void gfn_to_pfn_cache_invalidate_end(int start, int end) {
        invalidate(start, end); // END-v3 2
    }

    @KernelSource(file = "virt/kvm/pfncache.c", function = "gfn_to_pfn_cache_invalidate", commit = "mail of 21 Aug 2024, patch 1 of 5")
    private void invalidate(int start, int end) {
        spin_lock(kvm.gpc_lock);
        for (GfnToPfnCache gpc = kvm.gpc_list; gpc != null; gpc = gpc.next) {
            read_lock_irq(gpc.lock);
            boolean overlap = gpc.needs_invalidation && gpc.uhva >= start && gpc.uhva < end;
            read_unlock_irq(gpc.lock);
            if (!overlap) {
                continue;
            }
            write_lock_irq(gpc.lock);
            if (gpc.needs_invalidation && gpc.uhva >= start && gpc.uhva < end) {
                WRITE_ONCE(gpc.needs_invalidation, false);
                gpc.valid = false;
            }
            write_unlock_irq(gpc.lock);
        }
        spin_unlock(kvm.gpc_lock);
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_notifier_invalidate_range_end", commit = "mail of 21 Aug 2024, patch 3 of 5")
    public void wake_up_waiters() {
        if (sleepers) {
            kvm.gpc_invalidate_wq.wake_up_all(); // END-v3 4
        }
    }
}
