package overtake.kvm.pfncache;

/// Which properties a world checks. One alone gives every violation the same name, and says which invariant a mutant breaks; what the machine
/// itself finds (use after free, deadlock, WARN_ON, BUG_ON) is always on.
public enum Checked {
    ALL,
    /// I0.1, by the user of a page.
    NO_USE_AFTER_INVALIDATE,
    /// I0.1 as the machine sees it: the user touches the page.
    USE_AFTER_FREE,
    /// I0.2.
    NO_STALE_CACHE,
    /// I0.3.
    ONE_OF_THE_TWO_SEES,
    /// I0.5, first half.
    UNMAPPED_ONCE,
    /// I0.5, second half; only with `memremap`.
    VALID_IS_MAPPED,
    /// I0.6, first half.
    ACTIVE_IS_LISTED,
    /// I0.6, second half.
    INACTIVE_IS_INVALID,
    /// I3.5, by refresh: no more rounds than invalidations of the address, and one. Not among all: this code does not promise it.
    BOUNDED_ROUNDS,
    /// Only what the machine itself finds: I0.4, I0.7.
    NOTHING;

    public boolean includes(Checked property) {
        return this == property || this == ALL && property != BOUNDED_ROUNDS;
    }
}
