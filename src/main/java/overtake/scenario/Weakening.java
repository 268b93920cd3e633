package overtake.scenario;

/// An operation that is replaced by a weaker one.
///
/// @param site as disasm prints it
/// @param to the weaker operation in the kernel's spelling, such as `smp_wmb`
public record Weakening(String site, String to) {}
