package overtake.kvm.rangeend;

/// Which code runs.
public enum Variant {
    /// The mail: START only counts, END invalidates.
    AS_POSTED,
    /// The mail, and START makes the same pass over the caches as END.
    START_TOO
}
