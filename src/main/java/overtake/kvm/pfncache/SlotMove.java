package overtake.kvm.pfncache;

/// Whether and how a memslot update moves the guest page from user address 0 to 1.
public enum SlotMove {
    NONE,
    /// As the kernel does: the slot is invalid first, then moved.
    TWO_SWAPS,
    /// A mutant: at once.
    ONE_SWAP
}
