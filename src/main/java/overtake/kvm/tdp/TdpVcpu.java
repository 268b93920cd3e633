package overtake.kvm.tdp;

import org.jspecify.annotations.Nullable;
import overtake.kvm.KvmVcpu;

/// struct kvm_mmu of one vCPU, and what its CPU has cached of the page tables. Only the vCPU itself touches it.
public final class TdpVcpu {
    public final KvmVcpu vcpu;

    /// mmu->root.hpa: the root that is loaded.
    public @Nullable KvmMmuPage root;

    /// mmu->root_role.word.
    public int root_role;

    /// The TLB's entry for guest page 0, see [Spte]. Unlike that of [KvmVcpu] it knows whether the guest may write.
    public int tlb;

    /// One for each vCPU of a VM; number i has role i modulo `roles`.
    public static TdpVcpu[] several(KvmVcpu[] vcpus, int roles) {
        var all = new TdpVcpu[vcpus.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = new TdpVcpu(vcpus[i], 1 + i % roles | KvmMmuPage.DIRECT);
        }
        return all;
    }

    public TdpVcpu(KvmVcpu vcpu, int root_role) {
        this.vcpu = vcpu;
        this.root_role = root_role;
    }
}
