package overtake.kvm.hva;

/// What the walk does about a lockless range with an on_lock function.
public enum Guard {
    /// Warns, and does nothing else.
    WARN,
    /// Nothing: it calls the function without the lock that the function counts on.
    NONE
}
