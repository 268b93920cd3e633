package overtake.machine;

/// A violation.
///
/// @param agent number of the agent that met it, or -1 (deadlock, leak, invariant)
/// @param pc its instruction, or for an invariant its number, or -1
/// @param property stable name of the broken property
public record Fault(FaultKind kind, int agent, int pc, String property) {}
