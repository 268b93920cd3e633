package overtake.kvm;

/// What keeps memslots from changing between a START and its END.
public enum MemslotBlocking {
    /// The kernel's: a count of active invalidations, and the memslot update sleeps on an rcuwait until it is 0. Invalidations never wait.
    RCUWAIT,
    /// The first idea: START takes a semaphore for read, END gives it back, the update takes it for write. New readers queue behind the update.
    RWSEM_FAIR,
    /// The same with a semaphore whose readers never queue behind a writer.
    RWSEM_UNFAIR,
    /// Nothing: the code before the block.
    NOTHING
}
