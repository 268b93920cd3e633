package overtake.kvm.tdp;

import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.lockdep_assert_held_read;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_rmb;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import overtake.kernel.KernelSource;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.Page;

/// What a vCPU does to its own struct kvm_mmu (arch/x86/kvm/mmu/mmu.c): LOAD, UNLOAD and FAULT of the brief, 4.3 and 1.5.
public final class KvmMmu {
    private final KvmArch arch;
    private final Kvm kvm;
    private final TdpVcpu mmu;
    private final TdpMmu tdp;
    private final TdpSptes sptes;
    private final Variant variant;
    private final Mutant mutant;

    /// @param mmu the vCPU's
    /// @param cpu the CPU that it runs on
    public KvmMmu(KvmArch arch, TdpVcpu mmu, TdpCpu cpu) {
        this.arch = arch;
        this.kvm = arch.kvm;
        this.mmu = mmu;
        this.tdp = cpu.tdp;
        this.sptes = cpu.sptes;
        this.variant = cpu.code.variant();
        this.mutant = cpu.code.mutant();
    }

    // ---- LOAD and UNLOAD

    /// A new root comes with an empty TLB. The instruction that flushes it lets no earlier store travel on.
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_load", commit = "v6.9")
    public void kvm_mmu_load() {
        tdp.kvm_tdp_mmu_alloc_root(mmu);
        smp_mb(); // flush_tlb_current: the CPU's, not a fence of KVM
        mmu.tlb = Spte.NONE;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_free_obsolete_roots", commit = "v6.9")
    public void kvm_mmu_free_obsolete_roots() {
        KvmMmuPage root = mmu.root;
        if (root != null && KvmMmuPage.invalid(root.role)) {
            kvm_mmu_free_roots(root);
        }
    }

    /// UNLOAD. Patch 8 takes mmu_lock for read if the vCPU's role says that its root is one of the TDP MMU.
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_free_roots", commit = "576a15de8d29, v6.9; before: v6.8")
    public void kvm_mmu_free_roots(KvmMmuPage root) {
        mmu.root = null; // UNLOAD 2
        if (variant != Variant.BEFORE && (mmu.root_role & KvmMmuPage.DIRECT) != 0) {
            read_lock(kvm.mmu_lock); // 1
            mmu_free_root_page(root);
            read_unlock(kvm.mmu_lock); // 3
        } else {
            write_lock(kvm.mmu_lock);
            mmu_free_root_page(root);
            write_unlock(kvm.mmu_lock);
        }
        tdp.rcu_do_batch();
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "mmu_free_root_page", commit = "576a15de8d29, v6.9")
    private void mmu_free_root_page(KvmMmuPage root) {
        if (variant != Variant.BEFORE) {
            lockdep_assert_held_read(kvm.mmu_lock);
        }
        tdp.kvm_tdp_mmu_put_root(root);
    }

    /// The role is computed anew after this. Until then the word says that it is void: all of it (K7), or by its bit.
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_after_set_cpuid", commit = "v6.9; fixed: the follow-up of 2024")
    public void kvm_mmu_after_set_cpuid() {
        int role = mmu.root_role;
        mmu.root_role = variant == Variant.FIXED ? role | KvmMmuPage.INVALID : 0;
        KvmMmuPage root = mmu.root;
        if (root != null) {
            kvm_mmu_free_roots(root);
        }
        mmu.root_role = role;
    }

    // ---- FAULT

    /// FAULT of guest frame 0, with the memslots' SRCU read lock held.
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_tdp_mmu_page_fault", commit = "v6.9")
    public void kvm_tdp_mmu_page_fault() {
        int mmu_seq = kvm.mmu_invalidate_seq; // FAULT 4
        smp_rmb(); // 5
        KvmMemorySlot slot = kvm.kvm_memslots().gfn_to_memslot(0);
        if (slot == null || slot.invalid()) { // 6; without a slot it is MMIO
            return;
        }
        Page page = kvm.mm.hva_to_pfn(slot.gfn_to_hva(0)); // 8
        if ((slot.flags & KvmMemorySlot.KVM_MEM_LOG_DIRTY_PAGES) != 0) {
            WRITE_ONCE(arch.dirty_bitmap, true); // make_spte
        }
        KvmMmuPage root = mmu.root;
        read_lock(kvm.mmu_lock); // 10
        if (root != null && !is_page_fault_stale(root, mmu_seq)) { // 11
            sptes.kvm_tdp_mmu_map(root, Spte.make(arch.page_to_pfn(page), true)); // 12
        }
        read_unlock(kvm.mmu_lock); // 13
        tdp.rcu_do_batch();
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "is_page_fault_stale", commit = "v6.9")
    private boolean is_page_fault_stale(KvmMmuPage root, int mmu_seq) {
        if (mutant != Mutant.NO_OBSOLETE_CHECK && KvmMmuPage.invalid(root.role)) {
            return true;
        }
        if (kvm.mmu_invalidate_in_progress != 0) {
            return true;
        }
        smp_rmb();
        return kvm.mmu_invalidate_seq != mmu_seq;
    }
}
