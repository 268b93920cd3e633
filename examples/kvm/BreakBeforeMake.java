import static overtake.kernel.Kernel.*;

import overtake.kernel.*;
import overtake.kvm.*;
import overtake.kvm.mmu.*;
import overtake.kvm.vcpu.*;

/// arm64 stage 2: an entry that maps one page may come to map another only through an invalid entry and a TLB invalidation (break before make). A fault
/// that replaces the valid entry at once leaves two CPUs with two translations of one guest page.
public record BreakBeforeMake(
        @Param(value = "1", min = 1, max = 3, meaning = "vCPUs that run the guest") int vcpus,
        @Param(value = "true", meaning = "the entry is made invalid, and TLBs flushed, before the new page") boolean breaks)
        implements ModelWorld {

    /// Moves the guest's page to another one, as a write to a read-only page does (copy on write), without an invalidation by the host.
    record Replace(Kvm kvm, FlatMmu mmu, Page copy, boolean breaks) implements Agent {
        @Override
        @KernelSource(file = "arch/arm64/kvm/hyp/pgtable.c", function = "stage2_map_walker_try_leaf", commit = "v6.12")
        public void run() {
            write_lock(kvm.mmu_lock);
            Spte pte = mmu.sptes[0];
            if (READ_ONCE(pte.pfn) != null) {
                if (breaks) {
                    mmu.zap(pte);
                    mmu.kvm_flush_remote_tlbs();
                }
                WRITE_ONCE(pte.pfn, copy);
            }
            write_unlock(kvm.mmu_lock);
        }
    }

    @Override
    public void compose(Composition composition) {
        var kvm = new Kvm(new MmStruct(1, 1), KvmMemorySlot.page0(), KvmVcpu.several(vcpus, 1));
        kvm.mm.pte0.page = kvm.mm.target(0);
        var requests = new VcpuRequests(kvm);
        var mmu = new FlatMmu(kvm, requests, 1);
        mmu.sptes[0].pfn = kvm.mm.pages.get(0);
        composition.shared("kvm", kvm);
        var fault = new PageFault(kvm, mmu, PageFault.Form.ARM64, FaultMutant.NONE);
        for (int i = 0; i < vcpus; i++) {
            var arch = new Guest(mmu, fault, requests);
            composition.agent("vcpu" + i, new VcpuRun(kvm, kvm.vcpus[i], arch, GuestEntry.ARM64, 2));
        }
        composition.agent("replace", new Replace(kvm, mmu, kvm.mm.target(0), breaks));
    }

    /// A guest that reads its page.
    record Guest(FlatMmu mmu, FaultHandler fault, VcpuRequests requests) implements VcpuArch {
        @Override
        public void handle_requests(KvmVcpu vcpu) {
            if (requests.kvm_check_request(VcpuRequests.KVM_REQ_TLB_FLUSH, vcpu)) {
                vcpu.tlb[0].page = null;
            }
        }

        @Override
        public int guest(KvmVcpu vcpu) {
            if (vcpu.tlb[0].page == null) {
                vcpu.tlb[0].page = READ_ONCE(mmu.sptes[0].pfn);
            }
            Page page = vcpu.tlb[0].page;
            if (page == null) {
                return 0;
            }
            Page mapped = ghost(mmu.sptes[0].pfn);
            ensure("one-translation", mapped == null | mapped == page);
            return NO_FAULT;
        }

        @Override
        public void page_fault(KvmVcpu vcpu, int gfn) {
            fault.kvm_mmu_page_fault(gfn);
        }
    }
}
