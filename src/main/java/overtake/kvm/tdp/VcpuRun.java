package overtake.kvm.tdp;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.lockdep_assert_held_read;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_rmb;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.KvmVcpu;
import overtake.kvm.Page;
import overtake.kvm.vcpu.VcpuRequests;

/// Agent: a vCPU in KVM_RUN, which loads a root, enters the guest, lets it write to guest page 0, and handles its faults.
final class VcpuRun implements Agent {
    private final KvmArch arch;
    private final Kvm kvm;
    private final TdpVcpu mmu;
    private final KvmVcpu vcpu;
    private final VcpuRequests requests;
    private final TdpMmu tdp;
    private final TdpSptes sptes;
    private final Variant variant;
    private final Mutant mutant;
    private final boolean ensure_slot_exists;
    private final boolean ensure_logged;
    private final int entries;
    private final boolean touches;
    private final boolean cpuid_update;

    /// @param entries how often it tries to enter the guest
    /// @param touches whether the guest writes to its page
    /// @param cpuid_update whether userspace changes the CPUID after the first entry
    VcpuRun(
            KvmArch arch,
            TdpVcpu mmu,
            VcpuRequests requests,
            TdpMmu tdp,
            TdpSptes sptes,
            Variant variant,
            Mutant mutant,
            Checked checked,
            int entries,
            boolean touches,
            boolean cpuid_update) {
        this.arch = arch;
        this.kvm = arch.kvm;
        this.mmu = mmu;
        this.vcpu = mmu.vcpu;
        this.requests = requests;
        this.tdp = tdp;
        this.sptes = sptes;
        this.variant = variant;
        this.mutant = mutant;
        this.ensure_slot_exists = checked.includes(Checked.NO_ACCESS_TO_DELETED_SLOT);
        this.ensure_logged = checked.includes(Checked.WRITE_IS_LOGGED);
        this.entries = entries;
        this.touches = touches;
        this.cpuid_update = cpuid_update;
    }

    @Override
    @KernelSource(file = "arch/x86/kvm/x86.c", function = "vcpu_run", commit = "v6.9")
    public void run() {
        int idx = kvm.memslots_read_lock();
        for (int entry = 0; entry < entries; entry++) {
            if (cpuid_update && entry == 1) {
                kvm_mmu_after_set_cpuid();
            }
            idx = vcpu_enter_guest(idx);
        }
        kvm.memslots_read_unlock(idx);
    }

    /// @param idx of the SRCU section that the vCPU is in, outside the guest
    /// @return that of the next one
    @KernelSource(file = "arch/x86/kvm/x86.c", function = "vcpu_enter_guest", commit = "v6.9")
    private int vcpu_enter_guest(int idx) {
        if (READ_ONCE(vcpu.requests) != 0) {
            service_requests();
        }
        if (mmu.root == null) {
            kvm_mmu_load();
        }
        WRITE_ONCE(vcpu.mode, KvmVcpu.IN_GUEST_MODE); // ENTRY
        kvm.memslots_read_unlock(idx);
        smp_mb(); // smp_mb__after_srcu_read_unlock; pairs with the barrier of REQUEST
        boolean fault = false;
        if (!kvm_vcpu_exit_request()) {
            fault = touches && guest();
            smp_mb(); // VM exit: the CPU's, not a fence of KVM
        }
        WRITE_ONCE(vcpu.mode, KvmVcpu.OUTSIDE_GUEST_MODE);
        int next = kvm.memslots_read_lock();
        if (fault) {
            kvm_tdp_page_fault();
        }
        return next;
    }

    @KernelSource(file = "arch/x86/kvm/x86.c", function = "kvm_vcpu_exit_request", commit = "v6.9")
    private boolean kvm_vcpu_exit_request() {
        return READ_ONCE(vcpu.mode) == KvmVcpu.EXITING_GUEST_MODE || READ_ONCE(vcpu.requests) != 0;
    }

    @KernelSource(file = "arch/x86/kvm/x86.c", function = "vcpu_enter_guest", commit = "v6.9")
    private void service_requests() {
        if (requests.kvm_check_request(VcpuRequests.KVM_REQ_MMU_FREE_OBSOLETE_ROOTS, vcpu)) {
            kvm_mmu_free_obsolete_roots();
        }
        if (requests.kvm_check_request(VcpuRequests.KVM_REQ_TLB_FLUSH, vcpu)) {
            mmu.tlb = Spte.NONE;
        }
    }

    // ---- LOAD and UNLOAD

    /// A new root comes with an empty TLB. The instruction that flushes it lets no earlier store travel on.
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_load", commit = "v6.9")
    private void kvm_mmu_load() {
        tdp.kvm_tdp_mmu_alloc_root(mmu);
        smp_mb(); // flush_tlb_current: the CPU's, not a fence of KVM
        mmu.tlb = Spte.NONE;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_free_obsolete_roots", commit = "v6.9")
    private void kvm_mmu_free_obsolete_roots() {
        KvmMmuPage root = mmu.root;
        if (root != null && KvmMmuPage.invalid(root.role)) {
            kvm_mmu_free_roots(root);
        }
    }

    /// UNLOAD. Patch 8 takes mmu_lock for read if the vCPU's role says that its root is one of the TDP MMU.
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_free_roots", commit = "576a15de8d29, v6.9; before: v6.8")
    private void kvm_mmu_free_roots(KvmMmuPage root) {
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
    private void kvm_mmu_after_set_cpuid() {
        int role = mmu.root_role;
        mmu.root_role = variant == Variant.FIXED ? role | KvmMmuPage.INVALID : 0;
        KvmMmuPage root = mmu.root;
        if (root != null) {
            kvm_mmu_free_roots(root);
        }
        mmu.root_role = role;
    }

    // ---- the guest

    /// The guest writes to its page; whether it faults. The CPU walks the page tables when its TLB holds nothing, without lock or RCU.
    private boolean guest() {
        int spte = mmu.tlb;
        if (!Spte.is_present(spte)) {
            spte = hardware_walk();
            mmu.tlb = spte;
        }
        if (!Spte.is_present(spte) || !Spte.is_writable(spte)) {
            mmu.tlb = Spte.NONE; // the fault takes the entry away
            return true;
        }
        write(spte);
        return false;
    }

    /// A vCPU enters the guest with a root. If it has none, that is a finding, so nothing here tests for it.
    @SuppressWarnings("NullAway")
    private int hardware_walk() {
        PageTable table = READ_ONCE(mmu.root.spte);
        if (table == null || table == arch.frozen) {
            return Spte.NONE;
        }
        return READ_ONCE(table.spte);
    }

    /// I1.6, I1.10, and I1.7 as the machine sees it: the page still exists.
    private void write(int spte) {
        if (ensure_slot_exists) {
            ensure("no-access-to-deleted-slot", !ghost(arch.slot_deleted));
        }
        if (ensure_logged) {
            ensure("write-is-logged", !ghost(arch.logging) || ghost(arch.dirty_bitmap));
        }
        Page page = arch.pfn_to_page(Spte.frame(spte));
        WRITE_ONCE(page.contents, 1);
    }

    // ---- FAULT

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_tdp_mmu_page_fault", commit = "v6.9")
    private void kvm_tdp_page_fault() {
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
