package overtake.kvm.hva;

/// struct kvm_memory_slot: one range of user addresses. Freed after an SRCU grace period.
final class MemorySlot {
    final int userspace_addr;
    final int npages;

    /// KVM's bookkeeping of the slot (rmaps, dirty bitmap), freed with it.
    int arch;

    MemorySlot(int userspace_addr, int npages) {
        this.userspace_addr = userspace_addr;
        this.npages = npages;
    }

    boolean overlaps(int start, int end) {
        return start < userspace_addr + npages && userspace_addr < end;
    }
}
