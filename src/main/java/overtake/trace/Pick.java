package overtake.trace;

/// One pick of a schedule, by names that survive an edit of the agent.
///
/// @param agent name of the agent
/// @param kind what is delivered
/// @param site the operation's site; empty for an interrupt
/// @param alternative for a `choose` its value, else 0
public record Pick(String agent, Kind kind, String site, int alternative) {

    /// Which of the agent's messages is delivered.
    public enum Kind {
        /// The operation that it asks for.
        PERFORM,
        /// Its oldest travelling operation.
        DELIVER,
        /// A hard interrupt on its CPU.
        INTERRUPT;

        public String spelling() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
