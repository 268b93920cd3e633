package overtake.kvm.aging;

/// Which properties the world checks. One alone gives every violation the same name, and says which invariant a mutant breaks; what the machine
/// itself finds (use after free, deadlock, BUG_ON) is always on.
public enum Checked {
    ALL,
    /// I4.1: a present SPTE maps a page that the host has not freed.
    SPTE_MAPS_LIVE_PAGE,
    /// I4.2, I1.7: outside mmu_lock, what a TLB holds is a present SPTE of the same page.
    NO_STALE_TRANSLATION,
    /// I4.2, I4.5: outside mmu_lock, if a TLB holds W then the SPTE says that it may.
    NO_UNLOGGED_WRITE,
    /// I4.2, I4.5: outside mmu_lock, if a TLB holds D then the SPTE has it.
    DIRTY_IS_KEPT,
    /// I4.5, at the end: userspace has the newest contents of the page, or the bitmap says that it has not.
    NO_LOST_WRITE,
    /// I4.4, by the owner of a frozen entry.
    FROZEN_STAYS_FROZEN,
    /// I1.9: no page table is freed with a present SPTE.
    FREED_TABLE_IS_EMPTY,
    /// Only what the machine itself finds: I4.3, use after free by the guest.
    NOTHING;

    public boolean includes(Checked property) {
        return this == ALL || this == property;
    }
}
