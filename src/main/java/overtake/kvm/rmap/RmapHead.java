package overtake.kvm.rmap;

import overtake.kernel.Pool;
import overtake.kernel.RwLock;

/// struct kvm_rmap_head of one guest page, and what surrounds it. The head is one word: 0 when the map is empty, else the number of its first block,
/// shifted, with the lock in bit 1. The number stands for the pointer: whoever has it finds the block by an address dependency.
final class RmapHead {
    /// Bit 1 (brief 5.2). Bit 0, which tells a chain from a single SPTE, is not needed: here all are chains.
    static final int KVM_RMAP_LOCKED = 2;

    private static final int SHIFT = 2;

    /// Adds and removals need it for write; the ager does not take it.
    final RwLock mmu_lock = new RwLock();

    int val;
    final Pool<PteListDesc> descs;
    private final PteListDesc[] by_number;
    final ShadowSpte[] sptes;

    /// A chain of `length` blocks, the last one first in memory, and one spare block and SPTE.
    RmapHead(int length) {
        descs = new Pool<>(length + 1, length, false, PteListDesc::new);
        by_number = new PteListDesc[length + 1];
        sptes = new ShadowSpte[length + 1];
        for (int i = 0; i <= length; i++) {
            by_number[i] = descs.get(i);
            sptes[i] = new ShadowSpte();
        }
        for (int i = 0; i < length; i++) {
            by_number[i].sptep = sptes[i];
            by_number[i].more = i == 0 ? null : by_number[i - 1];
        }
        val = length << SHIFT;
    }

    /// The block that an unlocked, non-empty value of the head points to.
    PteListDesc first(int rmap_val) {
        return by_number[(rmap_val >> SHIFT) - 1];
    }

    /// The value of a head that points to a block.
    static int pointer_to(PteListDesc desc) {
        return desc.number + 1 << SHIFT;
    }
}
