package overtake.kvm.machinery;

import org.jspecify.annotations.Nullable;
import overtake.kvm.KvmMemorySlot;

/// What an ioctl does to a memslot while the vCPUs run.
public enum SlotUpdate {
    NONE,
    DELETE,
    /// To user address 1.
    MOVE,
    /// Switches dirty logging on.
    FLAGS;

    /// The slot afterwards, if there is one.
    public @Nullable KvmMemorySlot changed(KvmMemorySlot slot) {
        return switch (this) {
            case NONE -> slot;
            case DELETE -> null;
            case MOVE -> new KvmMemorySlot(slot.base_gfn, slot.npages, 1, slot.flags);
            case FLAGS ->
                new KvmMemorySlot(
                        slot.base_gfn,
                        slot.npages,
                        slot.userspace_addr,
                        slot.flags | KvmMemorySlot.KVM_MEM_LOG_DIRTY_PAGES);
        };
    }
}
