package overtake.kvm.rangeend;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WARN_ON_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.write_lock_irq;
import static overtake.kernel.Kernel.write_unlock_irq;

import overtake.kernel.KernelSource;
import overtake.kernel.sched.TaskStruct;
import overtake.kernel.sched.WaitQueueEntry;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.Kvm;
import overtake.kvm.Page;
import overtake.kvm.Pte;
import overtake.kvm.pfncache.Pfncache;

/// REFRESH-v3 (virt/kvm/pfncache.c, brief 3.3), as one task executes it. Numbers in comments are its steps.
public final class RefreshV3 implements Pfncache {
    private final Kvm kvm;
    private final GpcWait wait;
    /// The task's place on the wait queue.
    private final WaitQueueEntry entry = new WaitQueueEntry(new TaskStruct());
    private final Mutant mutant;
    private final int max_rounds;
    private final boolean ensure_quiet;
    private final boolean ensure_bounded;

    /// Unchanged, with a bound on rounds that no run meets.
    public RefreshV3(Kvm kvm, GpcWait wait) {
        this(kvm, wait, Mutant.NONE, Checked.ALL, Integer.MAX_VALUE);
    }

    /// @param max_rounds how many rounds the loop may need
    public RefreshV3(Kvm kvm, GpcWait wait, Mutant mutant, Checked checked, int max_rounds) {
        this.kvm = kvm;
        this.wait = wait;
        this.mutant = mutant;
        this.max_rounds = max_rounds;
        this.ensure_quiet = checked.includes(Checked.NOT_STALE_WHEN_QUIET);
        this.ensure_bounded = checked.includes(Checked.BOUNDED_ROUNDS);
    }

    /// No cache is deactivated and no memslot changes where this code is looked at.
    @Override
    @KernelSource(file = "virt/kvm/pfncache.c", function = "kvm_gpc_check", commit = "v6.12")
    public boolean kvm_gpc_check(GfnToPfnCache gpc) {
        return gpc.valid;
    }

    @Override
    @KernelSource(file = "virt/kvm/pfncache.c", function = "kvm_gpc_refresh, hva_to_pfn_retry", commit = "mail of 21 Aug 2024, patch 4 of 5")
    public int kvm_gpc_refresh(GfnToPfnCache gpc) {
        mutex_lock(gpc.refresh_lock); // 1
        write_lock_irq(gpc.lock); // 2
        if (!gpc.valid) {
            Page new_pfn = hva_to_pfn_retry(gpc);
            gpc.valid = true; // 10
            gpc.pfn = new_pfn;
            ensure_not_stale(gpc);
        }
        write_unlock_irq(gpc.lock); // 11
        mutex_unlock(gpc.refresh_lock);
        return 0;
    }

    /// Looks the page up until no invalidation came meanwhile. Called and left with gpc->lock held for write.
    private Page hva_to_pfn_retry(GfnToPfnCache gpc) {
        int uhva = gpc.uhva;
        int rounds = 0;
        boolean kept;
        Page pfn;
        gpc.valid = false; // 2
        if (mutant == Mutant.FLAG_BEFORE_LOOP) {
            WRITE_ONCE(gpc.needs_invalidation, true);
        }
        do {
            if (mutant != Mutant.FLAG_AFTER_UNLOCK
                    && mutant != Mutant.FLAG_AFTER_LOOKUP
                    && mutant != Mutant.FLAG_BEFORE_LOOP) {
                WRITE_ONCE(gpc.needs_invalidation, true); // 3
            }
            write_unlock_irq(gpc.lock); // 4
            if (mutant == Mutant.FLAG_AFTER_UNLOCK) {
                WRITE_ONCE(gpc.needs_invalidation, true);
            }
            pfn = kvm.mm.hva_to_pfn(uhva); // 5
            if (mutant == Mutant.FLAG_AFTER_LOOKUP) {
                WRITE_ONCE(gpc.needs_invalidation, true);
            }
            if (mutant != Mutant.WAIT_LOCKED) {
                wait.gpc_wait_for_invalidations(uhva, entry); // 6
            }
            kept = mutant == Mutant.RETRY_CHECK_BEFORE_LOCK && READ_ONCE(gpc.needs_invalidation);
            write_lock_irq(gpc.lock); // 7
            if (mutant == Mutant.WAIT_LOCKED) {
                wait.gpc_wait_for_invalidations(uhva, entry);
            }
            WARN_ON_ONCE(gpc.valid); // 8
            if (mutant != Mutant.RETRY_CHECK_BEFORE_LOCK) {
                kept = READ_ONCE(gpc.needs_invalidation); // 9
            }
            if (ensure_bounded) {
                rounds++;
                ensure("bounded-rounds", rounds <= max_rounds);
            }
        } while (!kept);
        return pfn;
    }

    /// No invalidation is active, so the page must be the one that the host maps.
    private void ensure_not_stale(GfnToPfnCache gpc) {
        if (ensure_quiet) {
            Pte pte = kvm.mm.pte_offset(ghost(gpc.uhva));
            ensure("not-stale-when-quiet", ghost(kvm.mn_active_invalidate_count) != 0 || ghost(pte.page) == gpc.pfn);
        }
    }
}
