package overtake.kvm.mmu;

/// A change of the page fault that is more than a dropped or weakened operation. Numbers are rows of the brief, section 1.6.
public enum FaultMutant {
    NONE,
    /// G2, G9: the sequence is read after the lookup (arm64: after dropping mmap_lock).
    SNAPSHOT_LATE,
    /// G13: the retry check looks at the sequence only.
    ONLY_SEQ,
    /// G13: the retry check looks at `in_progress` only.
    ONLY_IN_PROGRESS,
    /// G14: no check before taking mmu_lock.
    NO_PRECHECK
}
