package overtake.machine;

/// What ended a run as a violation.
public enum FaultKind {
    /// A check of the agent (WARN_ON, BUG_ON, ensure) or a `Fail` instruction; its property has its own name.
    CHECK("check"),
    /// An invariant of the world; it has its own name.
    INVARIANT("invariant"),
    USE_AFTER_FREE("use-after-free"),
    DOUBLE_FREE("double-free"),
    NULL_DEREFERENCE("null-dereference"),
    /// An unlock by an agent that does not hold the lock in that mode.
    UNBALANCED_UNLOCK("unbalanced-unlock"),
    /// A read-side section ended that was not open, or more than three times nested.
    UNBALANCED_SECTION("unbalanced-section"),
    /// The agent ended with a lock held or a read-side section open.
    HELD_AT_END("held-at-end"),
    /// A sleeping lock or a grace period under a spinning lock, in a non-sleepable section, with interrupts off or in a handler.
    SLEEP_IN_ATOMIC("sleep-in-atomic"),
    /// lockdep_assert_held does not hold.
    LOCK_NOT_HELD("lock-not-held"),
    /// Nobody can go on, and not everybody has ended.
    DEADLOCK("deadlock"),
    /// A run can go on for ever in a fair way without anybody coming to an end; only a check that looks for it finds it.
    LIVELOCK("livelock"),
    /// Others went ahead of a waiting agent more often than a bound of the world allows; the bound has its own name.
    STARVATION("starvation"),
    /// An object of a pool that must be empty at the end is still allocated.
    LEAK("leak"),
    /// More local instructions than the bound after one step: a loop without any shared access.
    ENDLESS_LOOP("endless-loop");

    private final String property;

    FaultKind(String property) {
        this.property = property;
    }

    /// The name of the property that is broken, where the fault has no name of its own.
    public String property() {
        return property;
    }
}
