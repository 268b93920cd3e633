package overtake.program;

import java.util.List;
import java.util.Optional;

/// A bound on starvation: while an agent waits, others go ahead of it at most so many times ("bounded bypass" in the literature on mutual exclusion). It waits from
/// when it stands before `from` until it has performed it, or, if there is an `until`, until it stands before that. Before a lock that queues its writers, and before a grace period, it waits from when it has been
/// put into the queue: before that nobody can know that it wants to.
///
/// An agent stands before operations that it has performed and answered under every model. Stores, unlocks, ends of sections travel, and fences are no steps under `sc`.
///
/// @param name of the property
/// @param passes what counts as going ahead, each time that one of these agents has performed the operation
/// @param atMost how often it may happen; once more is a violation
public record WaitBound(String name, Place from, Optional<Place> until, List<Place> passes, int atMost) {
    public static final int MOST = 1000;

    public WaitBound {
        passes = passes.stream().distinct().toList();
        if (atMost < 0 || atMost > MOST) {
            throw new IllegalArgumentException(name + " has " + atMost);
        }
    }

    /// An operation of one agent.
    ///
    /// @param agent its number
    public record Place(int agent, String site) {}

    /// Whether an agent can stand before the instruction, under every model that executes in program order.
    public static boolean canStandAt(Instruction instruction) {
        return instruction.isVisible() && switch (instruction) {
            case Instruction.Store _,
                    Instruction.Unlock _,
                    Instruction.ReadSideUnlock _,
                    Instruction.Free _,
                    Instruction.Fence _ ->
                false;
            default -> true;
        };
    }
}
