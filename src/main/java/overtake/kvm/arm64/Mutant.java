package overtake.kvm.arm64;

/// A change of the code that is more than a dropped or weakened operation. Numbers are rows of the brief, section 6.6.
public enum Mutant {
    NONE,
    /// 2.2, 2.5: the bits are cleared before the flush.
    CLEAR_BEFORE_FLUSH,
    /// 2.6: the bits are not read again under slots_lock.
    NO_RECHECK,
    /// 2.7: only the bits that were found set are cleared, by a plain read and write.
    CLEAR_NOT_ATOMIC,
    /// 2.12: the flush walks stage 2 without mmu_lock, as v4 and v5 were posted.
    NO_MMU_LOCK,
    /// 2.14: the lock asks for tags to be sanitised on a machine without them.
    SANITISE_WITHOUT_MTE,
    /// 2.16: what v4 does in another order; the notifier's sequence is read for each page.
    SEQ_FOR_EACH_PAGE,
    /// Invariant I2.2, for code: a reset asks for the flush of data only.
    RESET_WITHOUT_ICACHE,
    /// 2.18: the bit is set before the slot's flags.
    SET_BEFORE_FLAGS
}
