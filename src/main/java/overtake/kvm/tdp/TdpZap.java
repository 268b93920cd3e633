package overtake.kvm.tdp;

import static overtake.kernel.Kernel.KVM_BUG_ON;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.lockdep_assert_held;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import overtake.kernel.KernelSource;
import overtake.kvm.vcpu.VcpuRequests;

/// ZAP: all roots become invalid at once, and are then zapped at leisure. Numbers in comments are the brief's, 4.3.
final class TdpZap {
    private final KvmArch arch;
    private final TdpMmu tdp;
    private final TdpSptes sptes;
    private final VcpuRequests requests;
    private final Mutant mutant;
    private final boolean flush;
    private final boolean slots_locked;
    private final boolean ensure_no_valid_root;

    /// @param flush whether the TLBs are flushed after a root has been zapped; v6.9 leaves that out
    /// @param slots_locked whether the caller holds slots_lock, as it must
    TdpZap(
            KvmArch arch,
            TdpMmu tdp,
            TdpSptes sptes,
            VcpuRequests requests,
            Mutant mutant,
            boolean flush,
            boolean slots_locked,
            Checked checked) {
        this.arch = arch;
        this.tdp = tdp;
        this.sptes = sptes;
        this.requests = requests;
        this.mutant = mutant;
        this.flush = flush;
        this.slots_locked = slots_locked;
        this.ensure_no_valid_root = checked.includes(Checked.ZAP_MEETS_NO_VALID_ROOT);
    }

    /// 2 and 6 are the shadow MMU's.
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_zap_all_fast", commit = "v6.9")
    void kvm_mmu_zap_all_fast() {
        if (slots_locked) {
            lockdep_assert_held(arch.kvm.slots_lock);
        }
        write_lock(arch.kvm.mmu_lock); // ZAP 1
        kvm_tdp_mmu_invalidate_all_roots();
        if (!requests_late()) {
            requests.kvm_make_all_cpus_request(VcpuRequests.KVM_REQ_MMU_FREE_OBSOLETE_ROOTS); // 5
        }
        write_unlock(arch.kvm.mmu_lock); // 7
        if (mutant == Mutant.REQUEST_AFTER_UNLOCK) {
            requests.kvm_make_all_cpus_request(VcpuRequests.KVM_REQ_MMU_FREE_OBSOLETE_ROOTS);
        }
        kvm_tdp_mmu_zap_invalidated_roots();
        if (mutant == Mutant.REQUEST_AFTER_ZAP) {
            requests.kvm_make_all_cpus_request(VcpuRequests.KVM_REQ_MMU_FREE_OBSOLETE_ROOTS);
        }
    }

    private boolean requests_late() {
        return mutant == Mutant.REQUEST_AFTER_UNLOCK
                || mutant == Mutant.REQUEST_AFTER_ZAP
                || mutant == Mutant.NO_REQUEST;
    }

    /// The kernel asserts that mmu_lock is held for write here; the mutant that takes it for read is to show what for.
    /// A link that leads nowhere is a finding, so nothing here tests for it.
    @SuppressWarnings("NullAway")
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "kvm_tdp_mmu_invalidate_all_roots", commit = "v6.9")
    private void kvm_tdp_mmu_invalidate_all_roots() {
        KvmMmuPage root = arch.tdp_mmu_roots.next;
        while (root != arch.tdp_mmu_roots) {
            int role = root.role;
            if (!KvmMmuPage.invalid(role)) {
                if (mutant == Mutant.INVALID_BEFORE_SCHEDULED) {
                    root.role = role | KvmMmuPage.INVALID;
                    root.tdp_mmu_scheduled_root_to_zap = 1;
                } else {
                    root.tdp_mmu_scheduled_root_to_zap = 1; // 3
                    root.role = role | KvmMmuPage.INVALID; // 4
                }
            }
            root = root.next;
        }
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "kvm_tdp_mmu_zap_invalidated_roots", commit = "v6.9")
    private void kvm_tdp_mmu_zap_invalidated_roots() {
        read_lock(arch.kvm.mmu_lock); // 8
        KvmMmuPage root = tdp.tdp_mmu_next_root(null, false);
        while (root != null) {
            if (root.tdp_mmu_scheduled_root_to_zap != 0) { // 9
                zap_scheduled_root(root);
            } else if (ensure_no_valid_root) {
                ensure("zap-meets-no-valid-root", KvmMmuPage.invalid(root.role));
            }
            root = tdp.tdp_mmu_next_root(root, false);
        }
        read_unlock(arch.kvm.mmu_lock); // 14
        tdp.rcu_do_batch();
    }

    private void zap_scheduled_root(KvmMmuPage root) {
        if (mutant != Mutant.UNSCHEDULED_AFTER_ZAP) {
            root.tdp_mmu_scheduled_root_to_zap = 0; // 10
        }
        KVM_BUG_ON(!KvmMmuPage.invalid(root.role)); // 11: Xu Yilun's question
        if (mutant == Mutant.GIFT_BEFORE_ZAP) {
            tdp.kvm_tdp_mmu_put_root(root);
        }
        sptes.tdp_mmu_zap_root(root); // 12
        if (flush) {
            requests.kvm_make_all_cpus_request(VcpuRequests.KVM_REQ_TLB_FLUSH);
        }
        if (mutant == Mutant.UNSCHEDULED_AFTER_ZAP) {
            root.tdp_mmu_scheduled_root_to_zap = 0;
        }
        if (mutant != Mutant.GIFT_BEFORE_ZAP) {
            tdp.kvm_tdp_mmu_put_root(root); // 13
        }
    }

    /// Mutant of 4.7: schedules all roots, with mmu_lock held for read and without slots_lock.
    void schedule_all_roots() {
        read_lock(arch.kvm.mmu_lock);
        KvmMmuPage root = tdp.tdp_mmu_next_root(null, false);
        while (root != null) {
            root.tdp_mmu_scheduled_root_to_zap = 1;
            root = tdp.tdp_mmu_next_root(root, false);
        }
        read_unlock(arch.kvm.mmu_lock);
        tdp.rcu_do_batch();
    }
}
