package overtake.kvm.rmap;

/// A change of the rmap lock that is more than a weakened operation. Numbers are rows of the brief, section 5.5.
public enum Mutant {
    NONE,
    /// 4.15: no look for an empty map after the wait.
    NO_RECHECK,
    /// 4.15, the other half: the ager does not ask whether the map was empty.
    WALK_EMPTY,
    /// 4.16: the ager holds the lock with preemption on.
    PREEMPTIBLE,
    /// 4.17: reads of the word are acquires, and the cmpxchg relies on that.
    LOAD_ACQUIRE
}
