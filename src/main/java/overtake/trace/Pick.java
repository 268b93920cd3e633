package overtake.trace;

/// One pick of a schedule, by names that survive an edit of the agent.
///
/// @param agent name of the agent
/// @param kind what is delivered
/// @param site the operation's site; empty for an interrupt
/// @param alternative for a `choose` its value; under `lkmm` how many newer stores a load passes over, how many a store goes before, or
///     whether a branch is guessed to jump, and [#SAME_SITE] for each earlier instruction of the site that could be
///     performed as well; else 0
public record Pick(String agent, Kind kind, String site, int alternative) {

    /// More than there are alternatives of one instruction.
    public static final int SAME_SITE = 1000;

    /// Which of the agent's messages is delivered.
    public enum Kind {
        /// The operation that it asks for.
        PERFORM,
        /// Its oldest travelling operation.
        DELIVER,
        /// A hard interrupt on its CPU.
        INTERRUPT,
        /// Under `lkmm`: its next branch is guessed.
        GUESS,
        /// Under `lkmm`: its operation is assumed to fail or, with alternative 1, to succeed.
        ASSUME;

        public String spelling() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
