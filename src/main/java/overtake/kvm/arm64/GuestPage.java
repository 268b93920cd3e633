package overtake.kvm.arm64;

import overtake.kernel.CacheLine;

/// One page of the memslot, of which one cache line matters. Its content is a version number: the VMM and the guest only ever write larger ones.
public final class GuestPage {
    public final CacheLine line;

    /// Whether stage 2 maps it; under mmu_lock.
    public boolean mapped;

    /// Whether it is pinned for good (FOLL_LONGTERM).
    public boolean pinned;

    /// @param version what is in memory at first
    public GuestPage(int version) {
        line = new CacheLine(version);
    }
}
