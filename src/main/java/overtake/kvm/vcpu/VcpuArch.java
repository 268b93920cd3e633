package overtake.kvm.vcpu;

import overtake.kvm.KvmVcpu;

/// What is special to an architecture or a system in the life of a vCPU. [overtake.kvm.mmu.FlatVcpu] is the simplest.
public interface VcpuArch {
    /// What [#guest] returns when the guest did not fault.
    int NO_FAULT = -1;

    /// Called before entry number `entry`, counted from 0, with kvm->srcu held: what userspace does between two KVM_RUNs.
    default void before_entry(KvmVcpu vcpu, int entry) {}

    /// Does what the vCPU was asked to do. Called when some bit of `requests` is set, outside the guest, with kvm->srcu held.
    void handle_requests(KvmVcpu vcpu);

    /// Makes sure that the vCPU has a page table. Called behind the requests, with kvm->srcu held.
    default void kvm_mmu_reload(KvmVcpu vcpu) {}

    /// One stay in the guest, with `mode` as it was left by who wants the vCPU out.
    ///
    /// @return the guest frame that the guest faulted on, or [#NO_FAULT]
    int guest(KvmVcpu vcpu);

    /// Called outside the guest, with kvm->srcu held.
    void page_fault(KvmVcpu vcpu, int gfn);
}
