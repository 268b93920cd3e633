package overtake.kvm.tdp;

import org.jspecify.annotations.Nullable;

/// struct kvm_mmu_page of the lowest level, with its page table of one entry, which maps guest page 0.
public final class PageTable {
    /// See [Spte].
    public int spte;

    /// The next one that the same CPU has given to call_rcu.
    public @Nullable PageTable rcu_next;
}
