package overtake.kvm.aging;

import org.jspecify.annotations.Nullable;

/// A root of the TDP MMU (struct kvm_mmu_page), here the only level above the leaf's page table.
public final class TdpRoot {
    /// role.invalid: set with mmu_lock held for write; the lockless ager reads it bare.
    public boolean invalid;

    /// References: one of the MMU, one of each vCPU that has it loaded.
    public int tdp_mmu_root_count;

    /// The upper-level SPTE; null when it is not present.
    public @Nullable PageTable table;

    /// Next on the list of roots, under RCU; written under tdp_mmu_pages_lock.
    public @Nullable TdpRoot next;
}
