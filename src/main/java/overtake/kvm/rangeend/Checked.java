package overtake.kvm.rangeend;

/// Which properties a world checks, beside what the machine itself finds.
public enum Checked {
    ALL,
    /// I3.1 and I3.2: no use of a page that the host does not map any more.
    NO_USE_AFTER_INVALIDATE,
    /// Refresh makes no stale page valid while no invalidation is active: the window that rows 3.3 and 3.4 are about.
    NOT_STALE_WHEN_QUIET,
    /// I3.5: no more rounds than invalidations, and one.
    BOUNDED_ROUNDS,
    /// On one CPU: nobody polls twice without having let the only other task run. A short form of the livelock that `check` finds.
    PROGRESS,
    /// Only what the machine finds: I3.3, I3.4, I3.6.
    NOTHING;

    public boolean includes(Checked property) {
        return this == ALL || this == property;
    }
}
