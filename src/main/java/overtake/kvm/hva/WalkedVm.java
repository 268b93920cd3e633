package overtake.kvm.hva;

import org.jspecify.annotations.Nullable;
import overtake.kernel.Mutex;
import overtake.kernel.Pool;
import overtake.kernel.RwLock;
import overtake.kernel.Srcu;

/// What the walk of memslots needs of struct kvm.
final class WalkedVm {
    final RwLock mmu_lock = new RwLock();
    final Mutex slots_lock = new Mutex();
    final Srcu srcu = new Srcu();

    /// The memslot of the published set, under srcu; null if the set is empty.
    @Nullable
    MemorySlot memslot;

    final Pool<MemorySlot> slots;

    /// Invalidations between START and END that saw an overlap; written with mmu_lock held for write.
    int mmu_invalidate_in_progress;

    /// Specification only: the same number, counted by atomics.
    int overlaps;

    /// @param npages of the one slot, 0 for no slot
    WalkedVm(int npages) {
        slots = new Pool<>(1, 1, false, _ -> new MemorySlot(0, npages));
        memslot = npages == 0 ? null : slots.get(0);
    }
}
