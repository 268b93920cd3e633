package overtake.kvm.hva;

/// struct kvm_memory_slot: one range of user addresses. Freed after an SRCU grace period.
public final class MemorySlot {
    public final int userspace_addr;
    public final int npages;

    /// KVM's bookkeeping of the slot (rmaps, dirty bitmap), freed with it.
    public int arch;

    public MemorySlot(int userspace_addr, int npages) {
        this.userspace_addr = userspace_addr;
        this.npages = npages;
    }

    public boolean overlaps(int start, int end) {
        return start < userspace_addr + npages && userspace_addr < end;
    }
}
