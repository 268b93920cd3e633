package overtake.kvm.tdp;

import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;

import overtake.kernel.KernelSource;
import overtake.kvm.ArchMmu;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.vcpu.VcpuRequests;

/// What KVM's common code calls of x86, as one CPU executes it. MMIO SPTEs are not modelled.
public final class TdpArchMmu implements ArchMmu {
    private final KvmArch arch;
    private final TdpMmu tdp;
    private final TdpSptes sptes;
    private final TdpZap zap;
    private final VcpuRequests requests;

    public TdpArchMmu(KvmArch arch, TdpMmu tdp, TdpSptes sptes, TdpZap zap, VcpuRequests requests) {
        this.arch = arch;
        this.tdp = tdp;
        this.sptes = sptes;
        this.zap = zap;
        this.requests = requests;
    }

    /// There is one guest page, so every active invalidation is one of it, and page faults do not look at the range.
    @Override
    public boolean faults() {
        return false;
    }

    @Override
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_unmap_gfn_range", commit = "v6.9")
    public boolean kvm_unmap_gfn_range(int start, int end, boolean may_block) {
        return sptes.kvm_tdp_mmu_unmap_gfn_range(may_block);
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_flush_remote_tlbs", commit = "v6.9")
    public void kvm_flush_remote_tlbs() {
        requests.kvm_make_all_cpus_request(VcpuRequests.KVM_REQ_TLB_FLUSH);
    }

    @Override
    @KernelSource(file = "arch/x86/kvm/x86.c", function = "kvm_arch_flush_shadow_memslot", commit = "v6.9")
    public void kvm_arch_flush_shadow_memslot(KvmMemorySlot slot) {
        zap.kvm_mmu_zap_all_fast();
    }

    /// DIRTYLOG, if the slot has dirty logging switched on.
    @Override
    @KernelSource(file = "arch/x86/kvm/x86.c", function = "kvm_mmu_slot_apply_flags", commit = "v6.9")
    public void kvm_arch_commit_memory_region(KvmMemorySlot slot) {
        if ((slot.flags & KvmMemorySlot.KVM_MEM_LOG_DIRTY_PAGES) == 0) {
            return;
        }
        kvm_mmu_slot_remove_write_access();
        kvm_flush_remote_tlbs();
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_slot_remove_write_access", commit = "v6.9")
    private void kvm_mmu_slot_remove_write_access() {
        read_lock(arch.kvm.mmu_lock);
        sptes.kvm_tdp_mmu_wrprot_slot();
        read_unlock(arch.kvm.mmu_lock);
        tdp.rcu_do_batch();
    }
}
