package overtake.kvm.pfncache;

import static overtake.kernel.Kernel.BUG_ON;
import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WARN_ON_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.cond_resched;
import static overtake.kernel.Kernel.cpu_relax;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.local_irq_disable;
import static overtake.kernel.Kernel.local_irq_enable;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_rmb;
import static overtake.kernel.Kernel.write_lock_irq;
import static overtake.kernel.Kernel.write_unlock_irq;

import org.jspecify.annotations.Nullable;
import overtake.kernel.KernelSource;
import overtake.kernel.Pool;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.KernelMapping;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.KvmMemslots;
import overtake.kvm.Page;
import overtake.kvm.Pte;

/// REFRESH (virt/kvm/pfncache.c). Letters in comments are steps of the patched code, brief 2.4; numbers those of the code before, 2.3.
///
/// Both codes are one method: before the patch, refresh read the sequence under the lock (8), set valid after the retry check (18) and
/// retried for any active invalidation. The caller of every function here has the memslots' SRCU read lock.
public final class Refresh implements Pfncache {
    private static final int EFAULT = 14;
    private static final int EINVAL = 22;

    private final Kvm kvm;

    /// Where gpc_map takes its mappings from; with the direct map (kmap on 64-bit) nothing is mapped or unmapped.
    private final Pool<KernelMapping> mappings;

    private final boolean memremap;
    private final boolean busy_wait;
    private final Variant variant;
    private final Mutant mutant;
    private final boolean ensure_one_sees;
    private final boolean ensure_unmapped_once;
    private final boolean ensure_bounded;
    private final int max_rounds;

    /// With the direct map, without waiting, and unchanged.
    public Refresh(Kvm kvm, Variant variant) {
        this(kvm, new Pool<>(0, _ -> new KernelMapping()), false, false, variant, Mutant.NONE, Checked.ALL,
                Integer.MAX_VALUE);
    }

    /// @param mappings where gpc_map takes kernel mappings from, if `memremap`
    /// @param memremap pages without struct page: each is mapped and unmapped
    /// @param busy_wait whether refresh waits for invalidations before each lookup (patch 2)
    /// @param max_rounds how many rounds its loop may need, if that is checked
    public Refresh(
            Kvm kvm,
            Pool<KernelMapping> mappings,
            boolean memremap,
            boolean busy_wait,
            Variant variant,
            Mutant mutant,
            Checked checked,
            int max_rounds) {
        this.kvm = kvm;
        this.mappings = mappings;
        this.memremap = memremap;
        this.busy_wait = busy_wait;
        this.variant = variant;
        this.mutant = mutant;
        this.ensure_one_sees = checked.includes(Checked.ONE_OF_THE_TWO_SEES);
        this.ensure_unmapped_once = checked.includes(Checked.UNMAPPED_ONCE);
        this.ensure_bounded = checked.includes(Checked.BOUNDED_ROUNDS);
        this.max_rounds = max_rounds;
    }

    @Override
    @KernelSource(file = "virt/kvm/pfncache.c", function = "kvm_gpc_check", commit = "v6.12")
    public boolean kvm_gpc_check(GfnToPfnCache gpc) {
        if (!gpc.active) {
            return false;
        }
        if (kvm.memslots_change && gpc.generation != READ_ONCE(kvm.kvm_memslots().generation)) {
            return false;
        }
        return gpc.valid;
    }

    @Override
    @KernelSource(file = "virt/kvm/pfncache.c", function = "kvm_gpc_refresh", commit = "v6.12")
    public int kvm_gpc_refresh(GfnToPfnCache gpc) {
        mutex_lock(gpc.refresh_lock); // REFRESH 1
        int ret = __kvm_gpc_refresh(gpc, gpc.uhva);
        mutex_unlock(gpc.refresh_lock); // 20
        return ret;
    }

    /// @param uhva what the cache is to translate, unless memslots say so
    @KernelSource(file = "virt/kvm/pfncache.c", function = "__kvm_gpc_refresh", commit = "v6.12")
    public int __kvm_gpc_refresh(GfnToPfnCache gpc, int uhva) {
        write_lock_irq(gpc.lock); // 2
        if (!gpc.active) { // 3
            write_unlock_irq(gpc.lock);
            return -EINVAL;
        }
        KernelMapping old_khva = memremap ? gpc.khva : null; // 4; of pfn the mapping says enough
        int old_uhva = gpc.uhva;
        int new_uhva = uhva;
        if (kvm.memslots_change) { // 5
            KvmMemslots slots = kvm.kvm_memslots();
            gpc.generation = READ_ONCE(slots.generation);
            KvmMemorySlot slot = slots.slot(0);
            if (slot == null || slot.invalid()) {
                return fail(gpc);
            }
            new_uhva = slot.userspace_addr;
        }
        if (new_uhva != old_uhva && !writes_uhva_late()) {
            WRITE_ONCE(gpc.uhva, new_uhva);
        }
        if (!gpc.valid || new_uhva != old_uhva) { // 6
            hva_to_pfn_retry(gpc, new_uhva);
        }
        if (mutant == Mutant.INTERRUPTS_ON) {
            local_irq_enable();
            cpu_relax();
            local_irq_disable();
        }
        boolean unmap_old = memremap && old_khva != gpc.khva;
        write_unlock_irq(gpc.lock); // 19
        if (unmap_old) { // 21; the kernel does it after 20 or before, by version
            gpc_unmap(old_khva);
        }
        return 0;
    }

    /// There is nothing to translate to. Called with gpc->lock held for write, which it drops.
    @KernelSource(file = "virt/kvm/pfncache.c", function = "__kvm_gpc_refresh", commit = "v6.12")
    private int fail(GfnToPfnCache gpc) {
        KernelMapping old_khva = memremap ? gpc.khva : null;
        WRITE_ONCE(gpc.valid, false);
        gpc.pfn = null;
        if (memremap) {
            gpc.khva = null;
        }
        write_unlock_irq(gpc.lock);
        gpc_unmap(old_khva);
        return -EFAULT;
    }

    /// Looks the page up until no invalidation can have missed it. Called and left with gpc->lock held for write.
    ///
    /// @param uhva the kernel reads gpc->uhva, which nobody else writes
    @KernelSource(file = "virt/kvm/pfncache.c", function = "hva_to_pfn_retry", commit = "mail of 15 Oct 2024, patches 1 to 4 of 5; before: v6.12")
    private void hva_to_pfn_retry(GfnToPfnCache gpc, int uhva) {
        KernelMapping old_khva = memremap ? gpc.khva : null;
        KernelMapping new_khva = null;
        Page new_pfn = null;
        int mmu_seq = 0;
        boolean retry = false;
        int rounds = 0;
        do {
            rounds = begin_round(rounds);
            WRITE_ONCE(gpc.valid, false); // a; 7, where it is outside the loop and nothing in the loop undoes it
            if (snapshots_under_lock()) {
                mmu_seq = snapshot(); // 8, 9
            }
            write_unlock_irq(gpc.lock); // b; 10
            if (retry) {
                drop_last_round(new_khva, old_khva); // 11
            }
            wait_for_invalidations(uhva);
            if (!snapshots_under_lock() && mutant != Mutant.SNAPSHOT_AFTER_LOOKUP) {
                mmu_seq = READ_ONCE(kvm.mmu_invalidate_seq); // c
                smp_rmb(); // d
            }
            new_pfn = kvm.mm.hva_to_pfn(uhva); // e; 12
            if (mutant == Mutant.SNAPSHOT_AFTER_LOOKUP) {
                mmu_seq = snapshot();
            }
            new_khva = memremap && new_pfn != gpc.pfn ? gpc_map(new_pfn) : old_khva; // 13
            if (mutant == Mutant.RETRY_CHECK_BEFORE_LOCK) {
                retry = gpc_invalidate_retry_hva(uhva, mmu_seq);
            }
            write_lock_irq(gpc.lock); // f; 14
            WARN_ON_ONCE(gpc.valid); // g; 15
            if (sets_valid_first()) {
                WRITE_ONCE(gpc.valid, true); // h
                if (mutant == Mutant.UHVA_AFTER_VALID) {
                    WRITE_ONCE(gpc.uhva, uhva);
                }
                smp_mb(); // i
                if (mutant == Mutant.UHVA_AFTER_FENCE) {
                    WRITE_ONCE(gpc.uhva, uhva);
                }
            }
            if (mutant != Mutant.RETRY_CHECK_BEFORE_LOCK) {
                retry = gpc_invalidate_retry_hva(uhva, mmu_seq); // j to m; 16, 17
            }
        } while (retry);
        if (!sets_valid_first()) {
            WRITE_ONCE(gpc.valid, true); // 18
        }
        if (mutant == Mutant.UHVA_AFTER_RETRY_CHECK) {
            WRITE_ONCE(gpc.uhva, uhva);
        }
        gpc.pfn = new_pfn; // n; 18
        if (memremap) {
            gpc.khva = new_khva;
        }
        ensure_seen(uhva, new_pfn);
    }

    /// I3.5: the number of this round, or 0 if nobody counts.
    private int begin_round(int rounds) {
        if (!ensure_bounded) {
            return 0;
        }
        ensure("bounded-rounds", rounds < max_rounds);
        return rounds + 1;
    }

    /// I0.3, refresh's half: the page that goes into the cache is still the one that the host maps.
    private void ensure_seen(int uhva, Page new_pfn) {
        if (ensure_one_sees) {
            Pte pte = kvm.mm.pte_offset(uhva);
            ensure("one-of-the-two-sees", ghost(pte.page) == new_pfn);
        }
    }

    /// The read of the sequence where the patched code does not have it: before the patch, and in mutants.
    private int snapshot() {
        int mmu_seq = READ_ONCE(kvm.mmu_invalidate_seq);
        smp_rmb();
        return mmu_seq;
    }

    private boolean snapshots_under_lock() {
        return variant == Variant.BEFORE || mutant == Mutant.SNAPSHOT_UNDER_LOCK;
    }

    private boolean sets_valid_first() {
        return variant != Variant.BEFORE
                && mutant != Mutant.VALID_AFTER_RETRY_CHECK
                && mutant != Mutant.RETRY_CHECK_BEFORE_LOCK;
    }

    private boolean writes_uhva_late() {
        return mutant == Mutant.UHVA_AFTER_VALID
                || mutant == Mutant.UHVA_AFTER_FENCE
                || mutant == Mutant.UHVA_AFTER_RETRY_CHECK;
    }

    /// Whether the page must be looked up again. The count is read before the sequence: END writes them the other way round.
    @KernelSource(file = "virt/kvm/pfncache.c", function = "gpc_invalidate_retry_hva", commit = "mail of 15 Oct 2024, patch 3 of 5; before (mmu_notifier_retry_cache): v6.12")
    private boolean gpc_invalidate_retry_hva(int uhva, int mmu_seq) {
        if (invalidation_in_progress(uhva)) {
            return true;
        }
        smp_rmb(); // l; 17
        return READ_ONCE(kvm.mmu_invalidate_seq) != mmu_seq; // m; 17
    }

    private boolean invalidation_in_progress(int uhva) {
        if (READ_ONCE(kvm.mn_active_invalidate_count) == 0) { // j; 16
            return false;
        }
        if (variant == Variant.BEFORE) {
            return true;
        }
        return uhva >= READ_ONCE(kvm.mmu_gpc_invalidate_range_start) // k
                && uhva < READ_ONCE(kvm.mmu_gpc_invalidate_range_end);
    }

    /// Patch 2: no use in looking up what is being invalidated. Saves rounds, not needed for safety.
    @KernelSource(file = "virt/kvm/pfncache.c", function = "hva_to_pfn_retry", commit = "mail of 15 Oct 2024, patch 2 of 5")
    private void wait_for_invalidations(int uhva) {
        while (busy_wait && invalidation_in_progress(uhva)) {
            cond_resched();
        }
    }

    /// Gives back what a round mapped in vain, unless it is the mapping that the cache had.
    private void drop_last_round(@Nullable KernelMapping new_khva, @Nullable KernelMapping old_khva) {
        if (memremap && new_khva != old_khva) {
            gpc_unmap(new_khva);
        }
        cond_resched();
    }

    @KernelSource(file = "virt/kvm/pfncache.c", function = "gpc_map", commit = "v6.12")
    private KernelMapping gpc_map(Page pfn) {
        KernelMapping khva = mappings.alloc();
        BUG_ON(khva == null); // the world has too few
        khva.page = pfn;
        return khva;
    }

    @KernelSource(file = "virt/kvm/pfncache.c", function = "gpc_unmap", commit = "v6.12")
    public void gpc_unmap(@Nullable KernelMapping khva) {
        if (khva == null) {
            return;
        }
        if (ensure_unmapped_once) {
            ensure("unmapped-once", mappings.ghost_allocated(khva));
        }
        mappings.free(khva);
    }
}
