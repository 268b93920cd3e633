package overtake.kvm.mmu;

/// What a vCPU calls when its guest faults. [PageFault] is KVM's; a world may bring its own.
public interface FaultHandler {
    int RET_PF_RETRY = 1;
    int RET_PF_FIXED = 2;
    int RET_PF_EMULATE = 3;

    /// Maps the page behind a guest frame. The caller holds kvm->srcu, and no other lock.
    ///
    /// @return one of the RET_PF constants
    int kvm_mmu_page_fault(int gfn);
}
