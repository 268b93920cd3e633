package overtake.memory;

/// The Linux kernel's own model (tools/memory-model; Alglave, Maranget, McKenney, Parri, Stern, "Frightening small children and
/// disconcerting grown-ups: concurrency in the Linux kernel", ASPLOS 2018), as a machine: instructions are performed out of order as far
/// as dependencies and fences let them, a store takes any place in the coherence order of its cell that its CPU's knowledge
/// allows, and reaches another CPU when that one reads it or a fence brings it.
///
/// Nothing travels in the sense of this interface: a message of this model overtakes others inside its own CPU, before it is sent.
///
/// @param hardware how fences are read that the model leaves open
public record Lkmm(Hardware hardware) implements MemoryModel {
    /// The model as it is.
    public Lkmm() {
        this(Hardware.NONE);
    }

    @Override
    public String name() {
        return "lkmm";
    }

    @Override
    public boolean travels(Access access) {
        return false;
    }

    @Override
    public boolean mayOvertake(Access later, Access earlier) {
        return switch (earlier) {
            case FULL_FENCE, GRACE_PERIOD -> false;
            default -> later != Access.FULL_FENCE && later != Access.GRACE_PERIOD;
        };
    }
}
