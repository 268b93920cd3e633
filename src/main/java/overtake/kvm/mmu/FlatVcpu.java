package overtake.kvm.mmu;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;

import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.KvmVcpu;
import overtake.kvm.Page;
import overtake.kvm.Pte;
import overtake.kvm.vcpu.VcpuArch;
import overtake.kvm.vcpu.VcpuRequests;

/// A vCPU over flat SPTEs. Its guest touches one frame through the TLB, which is flushed on request; of the other request it reads the payload.
public final class FlatVcpu implements VcpuArch {
    private final Kvm kvm;
    private final FlatMmu mmu;
    private final FaultHandler fault;
    private final VcpuRequests requests;
    private final int gfn;
    private final int accesses;
    private final boolean payload;

    /// A guest that touches the frame once in each entry.
    public FlatVcpu(Kvm kvm, FlatMmu mmu, FaultHandler fault, VcpuRequests requests, int gfn) {
        this(kvm, mmu, fault, requests, gfn, 1, false);
    }

    /// @param gfn the frame that the guest touches
    /// @param accesses how often it touches the frame in one entry
    /// @param payload whether somebody makes requests with a payload
    public FlatVcpu(
            Kvm kvm,
            FlatMmu mmu,
            FaultHandler fault,
            VcpuRequests requests,
            int gfn,
            int accesses,
            boolean payload) {
        this.kvm = kvm;
        this.mmu = mmu;
        this.fault = fault;
        this.requests = requests;
        this.gfn = gfn;
        this.accesses = accesses;
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

    /// The interrupt of whoever wants the vCPU out comes between two accesses, or when the guest faults.
    @Override
    public int guest(KvmVcpu vcpu) {
        for (int i = 0; i < accesses; i++) {
            if (READ_ONCE(vcpu.mode) == KvmVcpu.EXITING_GUEST_MODE) {
                return NO_FAULT;
            }
            Page page = vcpu.tlb[gfn].page;
            if (page == null) {
                Spte spte = mmu.sptes[gfn];
                page = READ_ONCE(spte.pfn);
                if (page == null) {
                    return gfn;
                }
                vcpu.tlb[gfn].page = page;
            }
            access(page);
        }
        return NO_FAULT;
    }

    /// The host still maps the page at the user address behind the guest frame. Slots that move are judged by [Page] alone.
    private void access(Page page) {
        if (!kvm.memslots_change) {
            KvmMemorySlot slot = kvm.kvm_memslots().gfn_to_memslot(gfn);
            if (slot != null) {
                Pte pte = kvm.mm.pte_offset(slot.gfn_to_hva(gfn));
                ensure("guest-reaches-mapped-page", ghost(pte.page) == page);
            }
        }
        READ_ONCE(page.contents);
    }

    @Override
    public void page_fault(KvmVcpu vcpu, int frame) {
        fault.kvm_mmu_page_fault(frame);
    }
}
