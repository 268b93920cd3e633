package overtake.kvm.tdp;

import org.jspecify.annotations.Nullable;
import overtake.kvm.KvmVcpu;

/// struct kvm_mmu of one vCPU, and what its CPU has cached of the page tables. Only the vCPU itself touches it.
final class TdpVcpu {
    final KvmVcpu vcpu;

    /// mmu->root.hpa: the root that is loaded.
    @Nullable
    KvmMmuPage root;

    /// mmu->root_role.word.
    int root_role;

    /// The TLB's entry for guest page 0, see [Spte]. Unlike that of [KvmVcpu] it knows whether the guest may write.
    int tlb;

    TdpVcpu(KvmVcpu vcpu, int root_role) {
        this.vcpu = vcpu;
        this.root_role = root_role;
    }
}
