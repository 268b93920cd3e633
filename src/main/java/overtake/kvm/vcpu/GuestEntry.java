package overtake.kvm.vcpu;

/// How a vCPU tells others that it runs the guest, before it looks at its requests for the last time.
public enum GuestEntry {
    /// A store, srcu_read_unlock and smp_mb__after_srcu_read_unlock.
    X86,
    /// The same for worlds in which SRCU guards memslots alone: if they never change, its sections are folded away, and a full barrier stands for
    /// smp_mb__after_srcu_read_unlock.
    X86_FOLDED_SRCU,
    /// smp_store_mb.
    ARM64
}
