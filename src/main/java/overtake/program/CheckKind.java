package overtake.program;

/// What a failed check means.
public enum CheckKind {
    /// WARN_ON, WARN_ON_ONCE: the condition must not hold.
    WARN_ON,
    /// BUG_ON, KVM_BUG_ON: the condition must not hold.
    BUG_ON,
    /// A property of the specification: the condition must hold.
    ENSURE;

    /// Whether `value` breaks the check.
    public boolean brokenBy(int value) {
        return switch (this) {
            case WARN_ON, BUG_ON -> value != 0;
            case ENSURE -> value == 0;
        };
    }
}
