package overtake.kvm.aging;

/// A change of the ager that is more than a dropped or weakened operation. Numbers are rows of the brief, section 5.5.
public enum Mutant {
    NONE,
    /// 4.1: the ager reads the SPTE and stores it back changed.
    AGE_PLAIN_STORE,
    /// 4.2: with A/D bits, the ager uses cmpxchg where it clears one bit.
    AGE_CMPXCHG,
    /// 4.3: without A/D bits, the ager takes a failed cmpxchg for a successful one.
    IGNORE_FAILURE,
    /// 4.4: without A/D bits, the ager clears R and W of whatever is there and saves nothing.
    CLEAR_RWX,
    /// 4.4 with a second atomic that saves R.
    CLEAR_AND_SAVE_RWX,
    /// 4.9: the ager walks invalid roots too.
    WALK_INVALID_ROOTS,
    /// 4.10: the ager goes by a value of role.invalid that it read before its walk.
    STALE_ROLE,
    /// 4.11: the ager flushes TLBs after a young answer.
    FLUSH_AFTER_AGING,
    /// 4.19: the ager marks the struct page accessed.
    MARK_PAGE_ACCESSED
}
