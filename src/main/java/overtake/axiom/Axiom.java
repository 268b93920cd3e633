package overtake.axiom;

/// The axioms of the kernel's memory model, in the order in which they are asked. Names are those of linux-kernel.cat.
public enum Axiom {
    /// All accesses of one location have an order that program order agrees with.
    COHERENCE("coherence"),
    /// Nothing comes between the halves of a read-modify-write.
    ATOMICITY("atomic"),
    /// No event happens before itself.
    HAPPENS_BEFORE("happens-before"),
    /// Stores that a strong fence makes known to all are known afterwards.
    PROPAGATION("propagation"),
    /// A grace period does not lie inside a read-side section.
    RCU("rcu"),
    /// A plain access is not ordered against the order in which it is seen.
    PLAIN_COHERENCE("plain-coherence");

    private final String word;

    Axiom(String word) {
        this.word = word;
    }

    /// Its name in the model.
    public String word() {
        return word;
    }
}
