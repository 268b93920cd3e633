package overtake.kvm.pfncache;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.lockdep_assert_held;
import static overtake.kernel.Kernel.read_lock_irq;
import static overtake.kernel.Kernel.read_unlock_irq;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_mb__after_spinlock;
import static overtake.kernel.Kernel.smp_mb__before_atomic;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.write_lock_irq;
import static overtake.kernel.Kernel.write_unlock_irq;

import overtake.kernel.KernelSource;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.GpcNotifier;
import overtake.kvm.Kvm;

/// INV: what START does to the pfncaches (virt/kvm/pfncache.c). Numbers in comments are the brief's: section 2.4 for the patched code, 2.3 for
/// the code before.
public final class InvalidateStart implements GpcNotifier {
    private final Kvm kvm;
    private final Variant variant;
    private final Mutant mutant;

    public InvalidateStart(Kvm kvm, Variant variant) {
        this(kvm, variant, Mutant.NONE);
    }

    public InvalidateStart(Kvm kvm, Variant variant, Mutant mutant) {
        this.kvm = kvm;
        this.variant = variant;
        this.mutant = mutant;
    }

    @Override
    public boolean under_mn_invalidate_lock() {
        return variant != Variant.BEFORE;
    }

    @Override
    public boolean counts_invalidation() {
        return mutant == Mutant.COUNT_AFTER_RANGE;
    }

    @Override
    @KernelSource(file = "virt/kvm/pfncache.c", function = "gfn_to_pfn_cache_invalidate_start", commit = "mail of 15 Oct 2024, patch 4 of 5")
    public void gfn_to_pfn_cache_invalidate_start(int start, int end) {
        if (variant == Variant.BEFORE) {
            invalidate_under_locks(start, end);
            return;
        }
        lockdep_assert_held(kvm.mn_invalidate_lock);
        if (mutant != Mutant.RANGE_AFTER_FENCE) {
            mmu_gpc_invalidate_range_add(start, end); // INV 2
        }
        if (mutant == Mutant.COUNT_AFTER_RANGE) {
            WRITE_ONCE(kvm.mn_active_invalidate_count, kvm.mn_active_invalidate_count + 1);
        }
        if (variant == Variant.AS_POSTED) {
            smp_mb__before_atomic(); // 3; pairs with smp_mb in hva_to_pfn_retry
        } else if (variant == Variant.WITH_SMP_MB) {
            smp_mb();
        }
        if (mutant == Mutant.RANGE_AFTER_FENCE) {
            mmu_gpc_invalidate_range_add(start, end);
        }
        spin_lock(kvm.gpc_lock); // 4
        if (variant == Variant.WITH_SMP_MB_AFTER_SPINLOCK) {
            smp_mb__after_spinlock();
        }
        for (GfnToPfnCache gpc = kvm.gpc_list; gpc != null; gpc = gpc.next) {
            if (!READ_ONCE(gpc.valid)) { // 5
                continue;
            }
            int uhva = READ_ONCE(gpc.uhva); // 6; one read, where the mail has two: a second one changes nothing that step 8 does not
            if (uhva < start || uhva >= end) {
                continue;
            }
            write_lock_irq(gpc.lock); // 7: waits for users inside
            if (mutant == Mutant.NO_RECHECK || gpc.valid && gpc.uhva >= start && gpc.uhva < end) { // 8
                WRITE_ONCE(gpc.valid, false); // 9
            }
            write_unlock_irq(gpc.lock); // 10
        }
        spin_unlock(kvm.gpc_lock); // 11
    }

    /// Sets the range for the first active invalidation, extends it for a further one.
    @KernelSource(file = "virt/kvm/pfncache.c", function = "gfn_to_pfn_cache_invalidate_start", commit = "mail of 15 Oct 2024, patch 3 of 5")
    private void mmu_gpc_invalidate_range_add(int start, int end) {
        int first = mutant == Mutant.COUNT_AFTER_RANGE ? 0 : 1;
        if (kvm.mn_active_invalidate_count == first) {
            WRITE_ONCE(kvm.mmu_gpc_invalidate_range_start, start);
            WRITE_ONCE(kvm.mmu_gpc_invalidate_range_end, end);
        } else {
            WRITE_ONCE(kvm.mmu_gpc_invalidate_range_start, min(kvm.mmu_gpc_invalidate_range_start, start));
            WRITE_ONCE(kvm.mmu_gpc_invalidate_range_end, max(kvm.mmu_gpc_invalidate_range_end, end));
        }
    }

    @KernelSource(file = "virt/kvm/pfncache.c", function = "gfn_to_pfn_cache_invalidate_start", commit = "v6.12")
    private void invalidate_under_locks(int start, int end) {
        spin_lock(kvm.gpc_lock); // INV (before) 1
        for (GfnToPfnCache gpc = kvm.gpc_list; gpc != null; gpc = gpc.next) {
            read_lock_irq(gpc.lock); // 2
            boolean overlap = gpc.valid && gpc.uhva >= start && gpc.uhva < end; // 3
            read_unlock_irq(gpc.lock); // 4
            if (!overlap) {
                continue;
            }
            write_lock_irq(gpc.lock); // 5
            if (gpc.valid && gpc.uhva >= start && gpc.uhva < end) { // 6
                WRITE_ONCE(gpc.valid, false); // 7
            }
            write_unlock_irq(gpc.lock); // 8
        }
        spin_unlock(kvm.gpc_lock); // 9
    }

    private static int min(int a, int b) {
        return a < b ? a : b;
    }

    private static int max(int a, int b) {
        return a > b ? a : b;
    }
}
