package overtake.machine;

/// What happens to an entry of a window, see [Journal#entry].
public enum EntryKind {
    /// It was fetched; the number is twice its instruction's, plus one for the write of a read-modify-write.
    FETCHED,
    /// It has read from memory; the number is how many newer stores of the cell it passed over.
    READ,
    /// It has read what an own store will write that is not performed yet; the number is that store's slot.
    FORWARDED,
    /// It has written; the number is how many newer stores of the cell it went before.
    WRITTEN,
    /// It was performed, and is no access.
    DONE,
    /// It and all after it are forgotten.
    CUT,
    /// As many entries as the number says left the window at its head.
    RETIRED
}
