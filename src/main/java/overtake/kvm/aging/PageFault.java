package overtake.kvm.aging;

import static overtake.kernel.Kernel.BUG_ON;
import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.cmpxchg;
import static overtake.kernel.Kernel.rcu_dereference;
import static overtake.kernel.Kernel.rcu_read_lock;
import static overtake.kernel.Kernel.rcu_read_unlock;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.smp_rmb;

import overtake.kernel.KernelSource;

/// FPF and FAULT (arch/x86/kvm/mmu/mmu.c): what a vCPU does about an EPT violation. Numbers in comments are the brief's, FAULT in section 1.5.
public final class PageFault implements GuestFault {
    private final AgedVm vm;

    public PageFault(AgedVm vm) {
        this.vm = vm;
    }

    @Override
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_tdp_mmu_page_fault", commit = "v6.15")
    public void kvm_mmu_do_page_fault(boolean write) {
        if (!fast_page_fault(write)) { // FAULT 2
            kvm_tdp_mmu_page_fault(write);
        }
    }

    /// FPF: restores W, or what access tracking took away, with no lock; whether there is nothing more to do.
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "fast_page_fault", commit = "v6.15")
    public boolean fast_page_fault(boolean write) {
        rcu_read_lock();
        boolean fixed = fast_pf_fix_direct_spte(write);
        rcu_read_unlock();
        return fixed;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "fast_pf_fix_direct_spte", commit = "v6.15")
    private boolean fast_pf_fix_direct_spte(boolean write) {
        PageTable table = rcu_dereference(vm.root.table);
        if (table == null) {
            return false;
        }
        int old_spte = READ_ONCE(table.spte);
        if (!Spte.is_shadow_present_pte(old_spte)) {
            return false;
        }
        if (Spte.allows(old_spte, write)) {
            return true; // somebody else has fixed it
        }
        int new_spte = Spte.is_access_track_spte(old_spte) ? Spte.restore_acc_track_spte(old_spte) : old_spte;
        if (write && Spte.is_mmu_writable_spte(new_spte)) {
            new_spte |= Spte.PT_WRITABLE_MASK;
        }
        if (!Spte.allows(new_spte, write)) {
            return false;
        }
        if (cmpxchg(table.spte, old_spte, new_spte) == old_spte && Spte.is_writable_pte(new_spte)) {
            vm.mark_page_dirty_in_slot();
        }
        return true; // the guest tries again in any case
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_tdp_mmu_page_fault", commit = "v6.15")
    private void kvm_tdp_mmu_page_fault(boolean write) {
        int mmu_seq = READ_ONCE(vm.mmu_invalidate_seq); // 4
        smp_rmb(); // 5
        int pfn = vm.hva_to_pfn(); // 8
        read_lock(vm.mmu_lock); // 10
        if (!is_page_fault_stale(mmu_seq)) { // 11
            rcu_read_lock();
            kvm_tdp_mmu_map(pfn, write); // 12
            rcu_read_unlock();
        }
        read_unlock(vm.mmu_lock); // 13
    }

    /// Every fault here is for the page that invalidations are about, so the range is not looked at.
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "is_page_fault_stale", commit = "v6.15")
    private boolean is_page_fault_stale(int mmu_seq) {
        return vm.root.invalid || vm.mmu_invalidate_in_progress != 0 || vm.mmu_invalidate_seq != mmu_seq;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "kvm_tdp_mmu_map", commit = "v6.15")
    private void kvm_tdp_mmu_map(int pfn, boolean write) {
        PageTable table = rcu_dereference(vm.root.table);
        if (table == null) {
            return; // replaced by a huge page, which is not modelled
        }
        int old_spte = READ_ONCE(table.spte);
        if (old_spte == vm.FROZEN_SPTE) {
            return; // its owner is at work: retry
        }
        int new_spte = Spte.make_spte(pfn, write, vm.ad_enabled);
        if (Spte.is_shadow_present_pte(old_spte)) {
            BUG_ON(Spte.spte_to_pfn(old_spte) != pfn);
            new_spte |= old_spte & (Spte.PT_WRITABLE_MASK | Spte.shadow_dirty_mask);
        }
        if (new_spte != old_spte && cmpxchg(table.spte, old_spte, new_spte) == old_spte && write) {
            vm.mark_page_dirty_in_slot();
        }
    }
}
