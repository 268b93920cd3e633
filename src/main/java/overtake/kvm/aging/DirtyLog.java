package overtake.kvm.aging;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.atomic_fetch_and;
import static overtake.kernel.Kernel.rcu_dereference;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.xchg;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.Page;

/// Agent DIRTY: userspace asks which pages were written and copies them. KVM takes the bitmap, clears D (or W without A/D bits) of the pages in it
/// and flushes TLBs, so that the next write is heard of again.
public final class DirtyLog implements Agent {
    private final AgedVm vm;
    private final int harvests;

    public DirtyLog(AgedVm vm, int harvests) {
        this.vm = vm;
        this.harvests = harvests;
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_get_dirty_log_protect", commit = "v6.15")
    public void run() {
        for (int harvest = 0; harvest < harvests; harvest++) {
            read_lock(vm.mmu_lock);
            boolean dirty = xchg(vm.dirty_bitmap, 0) != 0;
            if (dirty) {
                clear_dirty_pt_masked();
                vm.kvm_flush_remote_tlbs();
            }
            read_unlock(vm.mmu_lock);
            if (dirty) {
                copy();
            }
        }
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "clear_dirty_pt_masked", commit = "v6.15")
    private void clear_dirty_pt_masked() {
        PageTable table = rcu_dereference(vm.root.table);
        if (table == null || !Spte.is_shadow_present_pte(READ_ONCE(table.spte))) {
            return;
        }
        int dbit = vm.ad_enabled ? Spte.shadow_dirty_mask : Spte.PT_WRITABLE_MASK;
        atomic_fetch_and(~dbit, table.spte);
    }

    private void copy() {
        Page page = vm.mem_map[vm.host_pfn];
        WRITE_ONCE(vm.copied, READ_ONCE(page.contents));
    }
}
