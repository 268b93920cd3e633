package overtake.kvm.mmu;

import org.jspecify.annotations.Nullable;
import overtake.kernel.SpinLock;
import overtake.kvm.Page;

/// The leaf SPTE of one guest frame.
public final class Spte {
    /// The mapped page, or null: not present.
    public @Nullable Page pfn;

    /// What the fault that installed it took from the VMA (arm64: its flags decide the size and kind of the mapping).
    public int vma_flags;

    /// A lock of its own, for architectures whose faults do not take mmu_lock (POWER: the lock bit of a hash page table entry).
    public final SpinLock lock = new SpinLock();
}
