package overtake.kvm.aging;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.atomic_fetch_and;
import static overtake.kernel.Kernel.atomic_fetch_or;
import static overtake.kernel.Kernel.cmpxchg;
import static overtake.kernel.Kernel.rcu_dereference;
import static overtake.kernel.Kernel.rcu_read_lock;
import static overtake.kernel.Kernel.rcu_read_unlock;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.Page;

/// Agent AGE, after the series: host reclaim asks whether the guest touched its page, and clears Accessed. It holds no mmu_lock. Numbers in comments are
/// the brief's, section 5.3. What comes before step 1, the walk over memslots, is the package `hva`.
public final class AgeGfn implements Agent {
    private final AgedVm vm;
    private final boolean test_only;
    private final Mutant mutant;

    /// Clears Accessed, unchanged.
    public AgeGfn(AgedVm vm) {
        this(vm, false, Mutant.NONE);
    }

    public AgeGfn(AgedVm vm, boolean test_only, Mutant mutant) {
        this.vm = vm;
        this.test_only = test_only;
        this.mutant = mutant;
    }

    @Override
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_age_gfn", commit = "v6.15")
    public void run() {
        boolean young = kvm_tdp_mmu_age_gfn_range();
        if (young && mutant == Mutant.FLUSH_AFTER_AGING) {
            vm.kvm_flush_remote_tlbs();
        }
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "__kvm_tdp_mmu_age_gfn_range", commit = "b146a9b34aed, v6.15")
    private boolean kvm_tdp_mmu_age_gfn_range() {
        boolean young = false;
        boolean invalid = false;
        rcu_read_lock(); // AGE 1
        if (mutant == Mutant.STALE_ROLE) {
            invalid = first_root_is_invalid();
        }
        for (TdpRoot root = rcu_dereference(vm.tdp_mmu_roots); root != null; root = rcu_dereference(root.next)) { // 2
            if (mutant != Mutant.STALE_ROLE && mutant != Mutant.WALK_INVALID_ROOTS) {
                invalid = READ_ONCE(root.invalid);
            }
            if (!invalid) {
                young |= age_root(root);
            }
        }
        rcu_read_unlock(); // 7
        return young;
    }

    private boolean first_root_is_invalid() {
        TdpRoot root = rcu_dereference(vm.tdp_mmu_roots);
        return root != null && READ_ONCE(root.invalid);
    }

    /// Steps 3 to 5 for the one leaf of the root.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "__kvm_tdp_mmu_age_gfn_range", commit = "b146a9b34aed, v6.15")
    private boolean age_root(TdpRoot root) {
        PageTable table = rcu_dereference(root.table);
        if (table == null) {
            return false;
        }
        int old_spte = READ_ONCE(table.spte); // 3
        if (!Spte.is_shadow_present_pte(old_spte) || !Spte.is_accessed_spte(old_spte)) { // 4
            return false;
        }
        if (!test_only) { // 5
            kvm_tdp_mmu_age_spte(table, old_spte);
        }
        if (mutant == Mutant.MARK_PAGE_ACCESSED) {
            Page page = vm.mem_map[Spte.spte_to_pfn(old_spte)];
            WRITE_ONCE(page.contents, READ_ONCE(page.contents)); // stands for a flag of struct page
        }
        return true;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "kvm_tdp_mmu_age_spte", commit = "b146a9b34aed, v6.15")
    private void kvm_tdp_mmu_age_spte(PageTable table, int old_spte) {
        if (vm.ad_enabled) {
            clear_accessed(table, old_spte); // 6a
            return;
        }
        int new_spte = Spte.mark_spte_for_access_track(old_spte); // 6b
        if (mutant == Mutant.CLEAR_RWX) {
            atomic_fetch_and(~Spte.shadow_acc_track_mask, table.spte);
        } else if (mutant == Mutant.CLEAR_AND_SAVE_RWX) {
            atomic_fetch_and(~Spte.shadow_acc_track_mask, table.spte);
            atomic_fetch_or(Spte.SHADOW_ACC_TRACK_SAVED_BITS, table.spte);
        } else if (mutant == Mutant.AGE_PLAIN_STORE) {
            WRITE_ONCE(table.spte, new_spte);
        } else {
            boolean failed = cmpxchg(table.spte, old_spte, new_spte) != old_spte;
            if (failed && mutant == Mutant.IGNORE_FAILURE) {
                READ_ONCE(table.spte); // the trace event of a change that was not made
            }
        }
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_iter.h", function = "tdp_mmu_clear_spte_bits_atomic", commit = "v6.15")
    private void clear_accessed(PageTable table, int old_spte) {
        int cleared = old_spte & ~Spte.shadow_accessed_mask;
        if (mutant == Mutant.AGE_PLAIN_STORE) {
            WRITE_ONCE(table.spte, cleared);
        } else if (mutant == Mutant.AGE_CMPXCHG) {
            cmpxchg(table.spte, old_spte, cleared);
        } else {
            atomic_fetch_and(~Spte.shadow_accessed_mask, table.spte);
        }
    }
}
