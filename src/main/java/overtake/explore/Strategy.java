package overtake.explore;

import overtake.machine.Choices;

/// Picks the next step of a run. A strategy is deterministic: the same execution number and the same choices give the same picks.
public interface Strategy {
    /// The name on the command line.
    String name();

    /// A new execution begins.
    void begin(long execution);

    /// @param choices at least one
    /// @return an index into the choices, or [#STOP]
    int pick(Choices choices);

    /// Whether it is to be asked even where nothing depends on the answer, because it counts such picks or bounds them.
    default boolean everywhere() {
        return false;
    }

    /// Returned by a strategy that cannot go on, such as a replay whose next pick is not possible.
    int STOP = -1;
}
