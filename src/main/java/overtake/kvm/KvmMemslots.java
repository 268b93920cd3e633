package overtake.kvm;

import org.jspecify.annotations.Nullable;

/// struct kvm_memslots: one of the two sets of memslots, of which one is published. At most two slots; the kernel's trees and hash tables are not
/// modelled.
public final class KvmMemslots {
    /// KVM_MEMSLOT_GEN_UPDATE_IN_PROGRESS; bit 63 in the kernel.
    public static final int UPDATE_IN_PROGRESS = 1 << 30;

    private final boolean change;
    private final @Nullable KvmMemorySlot first0;
    private final @Nullable KvmMemorySlot first1;

    public int generation;

    /// Changed only while the set is not published, and then only by the holder of slots_arch_lock.
    public @Nullable KvmMemorySlot slot0;

    public @Nullable KvmMemorySlot slot1;

    /// @param change whether an agent updates memslots; if not, reads of the slots are folded away
    public KvmMemslots(boolean change, @Nullable KvmMemorySlot slot0, @Nullable KvmMemorySlot slot1) {
        this.change = change;
        first0 = slot0;
        first1 = slot1;
        this.slot0 = slot0;
        this.slot1 = slot1;
    }

    /// A set without slots.
    public static KvmMemslots none() {
        return new KvmMemslots(false, null, null);
    }

    /// One slot that no agent changes.
    public static KvmMemslots fixed(KvmMemorySlot slot) {
        return new KvmMemslots(false, slot, null);
    }

    /// Slot number 0 or 1, if there is one.
    public @Nullable KvmMemorySlot slot(int id) {
        if (!change) {
            return id == 0 ? first0 : first1;
        }
        return id == 0 ? slot0 : slot1;
    }

    /// The slot of a guest frame, if there is one; it may be invalid.
    public @Nullable KvmMemorySlot gfn_to_memslot(int gfn) {
        KvmMemorySlot slot = slot(0);
        if (slot != null && slot.contains_gfn(gfn)) {
            return slot;
        }
        slot = slot(1);
        return slot != null && slot.contains_gfn(gfn) ? slot : null;
    }
}
