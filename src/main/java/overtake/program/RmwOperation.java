package overtake.program;

/// What a read-modify-write makes of the old value. The register of the instruction receives the old value.
public enum RmwOperation {
    EXCHANGE,
    ADD,
    AND,
    OR,
    XOR,
    AND_NOT,
    /// Writes `value` if the old value equals `compare`; otherwise it is a mere read (and orders nothing under LKMM).
    COMPARE_EXCHANGE,
    /// Adds `value` unless the old value equals `compare` (atomic_add_unless, refcount_inc_not_zero).
    ADD_UNLESS;

    /// Whether a write happens for this old value.
    public boolean writes(int old, int compare) {
        return switch (this) {
            case EXCHANGE, ADD, AND, OR, XOR, AND_NOT -> true;
            case COMPARE_EXCHANGE -> old == compare;
            case ADD_UNLESS -> old != compare;
        };
    }

    /// The new value, where [#writes] holds.
    public int apply(int old, int value) {
        return switch (this) {
            case EXCHANGE, COMPARE_EXCHANGE -> value;
            case ADD, ADD_UNLESS -> old + value;
            case AND -> old & value;
            case OR -> old | value;
            case XOR -> old ^ value;
            case AND_NOT -> old & ~value;
        };
    }
}
