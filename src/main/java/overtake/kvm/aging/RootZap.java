package overtake.kvm.aging;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.cmpxchg;
import static overtake.kernel.Kernel.rcu_dereference;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;

/// Agent ZAP (brief 4.3), as far as the ager can meet it: a memslot goes, the root is marked invalid, zapped with mmu_lock held for read, and the MMU's
/// reference on it dropped.
public final class RootZap implements Agent {
    private final AgedVm vm;

    public RootZap(AgedVm vm) {
        this.vm = vm;
    }

    @Override
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_zap_all_fast", commit = "v6.15")
    public void run() {
        write_lock(vm.mmu_lock);
        WRITE_ONCE(vm.root.invalid, true);
        write_unlock(vm.mmu_lock);
        read_lock(vm.mmu_lock);
        PageTable table = rcu_dereference(vm.root.table);
        if (table != null) {
            tdp_mmu_zap_root(table);
            vm.kvm_flush_remote_tlbs();
        }
        read_unlock(vm.mmu_lock);
        vm.kvm_tdp_mmu_put_root(vm.root);
    }

    /// An invalid root takes no new SPTEs, so none is frozen: the leaf goes from present to non-present at once.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "__tdp_mmu_zap_root", commit = "v6.15")
    private void tdp_mmu_zap_root(PageTable table) {
        int old_spte = READ_ONCE(table.spte);
        while (Spte.is_shadow_present_pte(old_spte)) {
            int current = cmpxchg(table.spte, old_spte, Spte.SHADOW_NONPRESENT_VALUE);
            if (current == old_spte) {
                return;
            }
            old_spte = current;
        }
    }
}
