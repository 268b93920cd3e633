package overtake.kvm.aging;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.cmpxchg;
import static overtake.kernel.Kernel.cpu_relax;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.rcu_dereference;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.synchronize_rcu;
import static overtake.kernel.Kernel.xchg;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;

/// Agent: zaps with mmu_lock held for read, where page faults may install SPTEs at the same time and FROZEN_SPTE keeps them away (brief 4.6).
public final class ReadLockZap implements Agent {
    /// What it zaps.
    public enum Target {
        NONE,
        /// A live leaf, as older kernels did (v6.10 still, v6.15 no more): frozen, flushed, then made non-present by a plain store.
        LEAF,
        /// The page table: unlinked, its child frozen for ever, flushed, freed after a grace period.
        TABLE
    }

    private final AgedVm vm;
    private final Target target;
    private final boolean ensure_frozen;

    public ReadLockZap(AgedVm vm, Target target) {
        this(vm, target, Checked.ALL);
    }

    public ReadLockZap(AgedVm vm, Target target, Checked checked) {
        this.vm = vm;
        this.target = target;
        this.ensure_frozen = checked.includes(Checked.FROZEN_STAYS_FROZEN);
    }

    @Override
    public void run() {
        PageTable table = rcu_dereference(vm.root.table);
        if (table == null) {
            return;
        }
        read_lock(vm.mmu_lock);
        if (target == Target.LEAF) {
            tdp_mmu_zap_spte_atomic(table);
            read_unlock(vm.mmu_lock);
            return;
        }
        WRITE_ONCE(vm.root.table, null); // nobody else changes the upper-level entry here
        handle_removed_pt(table);
        vm.kvm_flush_remote_tlbs();
        read_unlock(vm.mmu_lock);
        synchronize_rcu();
        ensure_frozen(table);
        vm.tdp_mmu_free_sp(table);
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_zap_spte_atomic", commit = "v6.10; gone by v6.15")
    private void tdp_mmu_zap_spte_atomic(PageTable table) {
        int old_spte = READ_ONCE(table.spte);
        while (Spte.is_shadow_present_pte(old_spte)) {
            int current = cmpxchg(table.spte, old_spte, vm.FROZEN_SPTE);
            if (current == old_spte) {
                vm.kvm_flush_remote_tlbs();
                ensure_frozen(table);
                WRITE_ONCE(table.spte, Spte.SHADOW_NONPRESENT_VALUE);
                return;
            }
            old_spte = current;
        }
    }

    /// Freezes the child; if somebody else has frozen it, waits until that is over.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "handle_removed_pt", commit = "v6.15")
    private void handle_removed_pt(PageTable table) {
        while (xchg(table.spte, vm.FROZEN_SPTE) == vm.FROZEN_SPTE) {
            cpu_relax();
        }
    }

    private void ensure_frozen(PageTable table) {
        if (ensure_frozen) {
            ensure("frozen-stays-frozen", ghost(table.spte) == vm.FROZEN_SPTE);
        }
    }
}
