package overtake.kvm.tdp;

/// Which properties a world checks. One alone gives every violation the same name, and says which invariant a mutant breaks; what the machine
/// itself finds (use after free, deadlock, WARN_ON, BUG_ON) is always on.
public enum Checked {
    ALL,
    /// I1.1.
    ONE_VALID_ROOT_PER_ROLE,
    /// I1.2, the inductive form.
    SCHEDULED_IS_INVALID,
    /// I1.4, when everything has ended; before that, references too few are uses after free.
    COUNTS_ADD_UP,
    /// I1.6.
    NO_ACCESS_TO_DELETED_SLOT,
    /// I1.7.
    NO_MAPPING_OF_FREED_PAGE,
    /// I1.9, for a root.
    FREED_ROOT_IS_EMPTY,
    /// I1.9, for a page table, when everything has ended.
    NO_LOST_TABLE,
    /// I1.10.
    WRITE_IS_LOGGED,
    /// I1.11, when everything has ended: a vCPU that still has an obsolete root has been asked to drop it.
    OBSOLETE_ROOT_HAS_REQUEST,
    /// No property of the code: broken by a run in which ZAP meets a valid root, so that a pass of the others means something.
    ZAP_MEETS_NO_VALID_ROOT,
    /// Only what the machine itself finds: I1.2 and I1.3 (BUG_ON), I1.5 (WARN_ON), I1.8 (use-after-free).
    NOTHING;

    public boolean includes(Checked property) {
        return this == property || this == ALL && property != ZAP_MEETS_NO_VALID_ROOT;
    }
}
