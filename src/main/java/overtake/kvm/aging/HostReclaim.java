package overtake.kvm.aging;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.rcu_dereference;
import static overtake.kernel.Kernel.rcu_read_lock;
import static overtake.kernel.Kernel.rcu_read_unlock;
import static overtake.kernel.Kernel.smp_wmb;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;

/// Agent: host mm takes the page away (START, HOST, END). START zaps the leaf with mmu_lock held for write (ZAP-LEAF, brief 5.3), after which
/// the host maps another page and frees the old one.
public final class HostReclaim implements Agent {
    private final AgedVm vm;
    private final LockHolder holder;
    private final int target;

    /// @param holder knows how a holder of the write lock writes an SPTE
    /// @param target number of the page that takes the old one's place
    public HostReclaim(AgedVm vm, LockHolder holder, int target) {
        this.vm = vm;
        this.holder = holder;
        this.target = target;
    }

    @Override
    @KernelSource(file = "mm/rmap.c", function = "try_to_migrate_one", commit = "v6.15")
    public void run() {
        kvm_mmu_notifier_invalidate_range_start();
        spin_lock(vm.page_table_lock);
        int old = vm.host_pfn;
        vm.host_pfn = target;
        spin_unlock(vm.page_table_lock);
        vm.pages.free(vm.mem_map[old]);
        kvm_mmu_notifier_invalidate_range_end();
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_notifier_invalidate_range_start", commit = "v6.15")
    private void kvm_mmu_notifier_invalidate_range_start() {
        write_lock(vm.mmu_lock); // START 7
        WRITE_ONCE(vm.mmu_invalidate_in_progress, vm.mmu_invalidate_in_progress + 1);
        if (tdp_mmu_zap_leafs()) { // 8
            vm.kvm_flush_remote_tlbs(); // 9
        }
        write_unlock(vm.mmu_lock); // 10
    }

    /// Visits every root, invalid ones too; whether TLBs must be flushed.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_zap_leafs", commit = "v6.15")
    private boolean tdp_mmu_zap_leafs() {
        boolean flush = false;
        rcu_read_lock();
        TdpRoot root = rcu_dereference(vm.tdp_mmu_roots);
        PageTable table = root == null ? null : rcu_dereference(root.table);
        if (table != null) {
            int old_spte = READ_ONCE(table.spte);
            if (Spte.is_shadow_present_pte(old_spte)) {
                holder.kvm_tdp_mmu_write_spte(table, old_spte, Spte.SHADOW_NONPRESENT_VALUE);
                flush = true;
            }
        }
        rcu_read_unlock();
        return flush;
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_notifier_invalidate_range_end", commit = "v6.15")
    private void kvm_mmu_notifier_invalidate_range_end() {
        write_lock(vm.mmu_lock); // END 2
        WRITE_ONCE(vm.mmu_invalidate_seq, vm.mmu_invalidate_seq + 1); // 3
        smp_wmb(); // 4
        WRITE_ONCE(vm.mmu_invalidate_in_progress, vm.mmu_invalidate_in_progress - 1); // 5
        write_unlock(vm.mmu_lock); // 6
    }
}
