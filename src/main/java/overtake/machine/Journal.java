package overtake.machine;

/// Receives what happens in a run. The machine and the actors make the same calls in the same order.
public interface Journal {
    /// @param agent number of the agent
    /// @param pc its instruction; -1 for DELIVER (the oldest one that was sent) and INTERRUPT
    /// @param target cell, lock or domain, or -1
    /// @param value value read, written or chosen; for a read-modify-write the old value
    void event(EventKind kind, int agent, int pc, int target, int value);

    /// Says more about a run under `lkmm`, for whoever makes its execution graph: what happens to the entries of an agent's window, in which
    /// instructions stand in program order until they are retired. What was performed, told before, is told by the next [#event].
    ///
    /// @param slot of the entry in the window
    /// @param number see [EntryKind]
    default void entry(EntryKind kind, int agent, int slot, int number) {}

    /// Both hear everything, the first one first.
    static Journal both(Journal first, Journal second) {
        return new Journal() {
            @Override
            public void event(EventKind kind, int agent, int pc, int target, int value) {
                first.event(kind, agent, pc, target, value);
                second.event(kind, agent, pc, target, value);
            }

            @Override
            public void entry(EntryKind kind, int agent, int slot, int number) {
                first.entry(kind, agent, slot, number);
                second.entry(kind, agent, slot, number);
            }
        };
    }

    /// Nobody listens.
    Journal NONE = (kind, agent, pc, target, value) -> {};
}
