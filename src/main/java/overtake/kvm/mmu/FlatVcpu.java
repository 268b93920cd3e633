package overtake.kvm.mmu;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.ensure;

import org.jspecify.annotations.Nullable;
import overtake.kvm.KvmVcpu;
import overtake.kvm.Page;
import overtake.kvm.vcpu.VcpuArch;
import overtake.kvm.vcpu.VcpuRequests;

/// A vCPU over flat SPTEs. It flushes its TLB on request, and reads the payload of the other request.
public final class FlatVcpu implements VcpuArch {
    private final FlatMmu mmu;
    private final PageFault fault;
    private final VcpuRequests requests;
    private final boolean payload;

    /// @param payload whether somebody makes requests with a payload
    public FlatVcpu(FlatMmu mmu, PageFault fault, VcpuRequests requests, boolean payload) {
        this.mmu = mmu;
        this.fault = fault;
        this.requests = requests;
        this.payload = payload;
    }

    @Override
    public void handle_requests(KvmVcpu vcpu) {
        if (requests.kvm_check_request(VcpuRequests.KVM_REQ_TLB_FLUSH, vcpu)) {
            vcpu.tlb[0].page = null;
            if (vcpu.tlb.length > 1) {
                vcpu.tlb[1].page = null;
            }
        }
        if (payload && requests.kvm_check_request(VcpuRequests.KVM_REQ_OTHER, vcpu)) {
            ensure("request-payload-seen", READ_ONCE(vcpu.payload) != 0);
        }
    }

    @Override
    public @Nullable Page walk(KvmVcpu vcpu, int gfn) {
        Spte spte = mmu.sptes[gfn];
        return READ_ONCE(spte.pfn);
    }

    @Override
    public void page_fault(KvmVcpu vcpu, int gfn) {
        fault.kvm_mmu_page_fault(gfn);
    }
}
