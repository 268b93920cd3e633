package overtake.kvm.aging;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.atomic_fetch_and;
import static overtake.kernel.Kernel.rcu_dereference;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;
import static overtake.kernel.Kernel.xchg;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;

/// Agent: changes the SPTE with mmu_lock held for write. Hardware, the fast page fault and the ager do not heed that lock, so SPTEs with bits that
/// they may change are exchanged; others are stored to.
public final class LockHolder implements Agent {
    /// What it does with the lock.
    public enum Operation {
        NONE,
        /// Clears Accessed: AGE as it was before the series.
        AGE,
        /// Write-protects the guest page for shadow paging: takes W and MMU-writable away, and flushes if a TLB may hold W by the entry that it
        /// replaced. v6.15 flushes after any change, which hides what a plain store loses.
        WRITE_PROTECT
    }

    /// Which SPTEs a holder of the write lock exchanges; others it stores to.
    public enum Atomic {
        /// spte_needs_atomic_update as of v6.15.
        AS_MERGED,
        /// Before 928c54b1c4ca: of those without A/D bits, only access-tracked ones.
        ACCESS_TRACKED,
        /// Of those without A/D bits, only ones that are not writable but MMU-writable.
        AD_ENABLED,
        /// 4.5: none.
        NONE
    }

    private final AgedVm vm;
    private final Operation operation;
    private final Atomic atomic;

    /// As merged.
    public LockHolder(AgedVm vm, Operation operation) {
        this(vm, operation, Atomic.AS_MERGED);
    }

    public LockHolder(AgedVm vm, Operation operation, Atomic atomic) {
        this.vm = vm;
        this.operation = operation;
        this.atomic = atomic;
    }

    @Override
    public void run() {
        write_lock(vm.mmu_lock);
        PageTable table = rcu_dereference(vm.root.table);
        if (table != null && change(table)) {
            vm.kvm_flush_remote_tlbs();
        }
        write_unlock(vm.mmu_lock);
    }

    /// Whether TLBs must be flushed.
    private boolean change(PageTable table) {
        int old_spte = READ_ONCE(table.spte);
        if (!Spte.is_shadow_present_pte(old_spte)) {
            return false;
        }
        return operation == Operation.AGE ? age_gfn_range(table, old_spte) : write_protect_gfn(table, old_spte);
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "age_gfn_range", commit = "v6.12")
    private boolean age_gfn_range(PageTable table, int old_spte) {
        if (!Spte.is_accessed_spte(old_spte)) {
            return false;
        }
        if (vm.ad_enabled) {
            tdp_mmu_clear_spte_bits(table, old_spte, Spte.shadow_accessed_mask);
        } else {
            kvm_tdp_mmu_write_spte(table, old_spte, Spte.mark_spte_for_access_track(old_spte));
        }
        return false;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_iter.h", function = "tdp_mmu_clear_spte_bits", commit = "v6.15")
    private void tdp_mmu_clear_spte_bits(PageTable table, int old_spte, int mask) {
        if (spte_needs_atomic_update(old_spte)) {
            atomic_fetch_and(~mask, table.spte);
        } else {
            WRITE_ONCE(table.spte, old_spte & ~mask);
        }
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "write_protect_gfn", commit = "v6.15")
    private boolean write_protect_gfn(PageTable table, int old_spte) {
        int new_spte = old_spte & ~(Spte.PT_WRITABLE_MASK | Spte.shadow_mmu_writable_mask);
        if (new_spte == old_spte) {
            return false;
        }
        int replaced = kvm_tdp_mmu_write_spte(table, old_spte, new_spte);
        return Spte.is_writable_pte(replaced) || Spte.is_access_track_spte(replaced);
    }

    /// The SPTE that was replaced: what was read before, unless somebody else could change it since and the entry was therefore exchanged.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_iter.h", function = "kvm_tdp_mmu_write_spte", commit = "v6.15")
    public int kvm_tdp_mmu_write_spte(PageTable table, int old_spte, int new_spte) {
        if (spte_needs_atomic_update(old_spte)) {
            return xchg(table.spte, new_spte);
        }
        WRITE_ONCE(table.spte, new_spte);
        return old_spte;
    }

    /// A volatile A alone does not count: to lose it is allowed.
    @KernelSource(file = "arch/x86/kvm/mmu/spte.c", function = "spte_needs_atomic_update", commit = "928c54b1c4ca, v6.15")
    private boolean spte_needs_atomic_update(int spte) {
        if (atomic == Atomic.NONE) {
            return false;
        }
        if (!Spte.is_writable_pte(spte) && Spte.is_mmu_writable_spte(spte)) {
            return true;
        }
        if (!vm.ad_enabled) {
            return atomic == Atomic.AS_MERGED || atomic == Atomic.ACCESS_TRACKED && Spte.is_access_track_spte(spte);
        }
        return Spte.is_writable_pte(spte) && (spte & Spte.shadow_dirty_mask) == 0;
    }
}
