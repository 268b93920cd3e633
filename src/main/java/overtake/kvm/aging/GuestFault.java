package overtake.kvm.aging;

/// What a vCPU does when its guest's access is not allowed. [PageFault] is the kernel's.
public interface GuestFault {
    /// Makes the page accessible, or leaves it at that: the guest tries again in any case.
    ///
    /// @param write whether the guest wanted to write
    void kvm_mmu_do_page_fault(boolean write);
}
