package overtake.kvm.hva;

import org.jspecify.annotations.Nullable;
import overtake.kernel.Mutex;
import overtake.kernel.Pool;
import overtake.kernel.RwLock;
import overtake.kernel.Srcu;

/// What the walk of memslots needs of struct kvm.
public final class WalkedVm {
    public final RwLock mmu_lock = new RwLock();
    public final Mutex slots_lock = new Mutex();
    public final Srcu srcu = new Srcu();

    /// The memslot of the published set, under srcu; null if the set is empty.
    public @Nullable MemorySlot memslot;

    public final Pool<MemorySlot> slots;

    /// Invalidations between START and END that saw an overlap; written with mmu_lock held for write.
    public int mmu_invalidate_in_progress;

    /// Specification only: the same number, counted by atomics.
    public int overlaps;

    /// @param npages of the one slot, 0 for no slot
    public WalkedVm(int npages) {
        slots = new Pool<>(1, 1, false, _ -> new MemorySlot(0, npages));
        memslot = npages == 0 ? null : slots.get(0);
    }
}
