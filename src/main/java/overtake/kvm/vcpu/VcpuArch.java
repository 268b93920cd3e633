package overtake.kvm.vcpu;

import org.jspecify.annotations.Nullable;
import overtake.kvm.KvmVcpu;
import overtake.kvm.Page;

/// What is special to an architecture or a system in the life of a vCPU. [overtake.kvm.mmu.FlatVcpu] is the simplest.
public interface VcpuArch {
    /// Does what the vCPU was asked to do. Called when some bit of `requests` is set, outside the guest, with kvm->srcu held.
    void handle_requests(KvmVcpu vcpu);

    /// The page table walk of the hardware on a TLB miss; no page is a page fault.
    @Nullable
    Page walk(KvmVcpu vcpu, int gfn);

    /// Called outside the guest, with kvm->srcu held.
    void page_fault(KvmVcpu vcpu, int gfn);
}
