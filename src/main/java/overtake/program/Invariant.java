package overtake.program;

/// A named property of the shared state.
///
/// @param when in which states it is checked
/// @param program reads cells only as [Instruction.Ghost] and locks as [Instruction.GhostHeld], and ends in checks
public record Invariant(String name, When when, Program program) {

    /// In which states an invariant must hold.
    public enum When {
        ALWAYS,
        /// When every agent has ended and every store is delivered.
        FINALLY
    }
}
