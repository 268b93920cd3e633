package overtake.program;

/// A grace-period domain: RCU itself (`rcu`), or one srcu_struct (`kvm.srcu`).
///
/// @param sleepable whether its readers may sleep (SRCU)
public record DomainInfo(String name, boolean sleepable) {}
