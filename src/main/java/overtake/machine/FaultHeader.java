package overtake.machine;

import java.util.Optional;
import overtake.program.World;

/// The first three ints of a state of every model: the kind of the fault that it records, its agent, its place; 0 if there is none.
final class FaultHeader {
    static final int SIZE = 3;

    private static final int KIND = 0;
    private static final int AGENT = 1;
    private static final int PLACE = 2;

    private FaultHeader() {}

    /// The property of a check that failed.
    interface Checks {
        String property(int agent, int place);
    }

    /// Records a fault, unless there is one already.
    static void record(int[] s, FaultKind kind, int agent, int place) {
        if (s[KIND] == 0) {
            s[KIND] = kind.ordinal() + 1;
            s[AGENT] = agent + 1;
            s[PLACE] = place + 1;
        }
    }

    /// Calls `a` what was called `b`, and the other way round.
    static void exchange(int[] s, int a, int b) {
        int agent = s[AGENT] - 1;
        s[AGENT] = 1 + (agent == a ? b : agent == b ? a : agent);
    }

    static Optional<Fault> fault(int[] s, World world, Checks checks) {
        if (s[KIND] == 0) {
            return Optional.empty();
        }
        FaultKind kind = FaultKind.values()[s[KIND] - 1];
        int agent = s[AGENT] - 1;
        int place = s[PLACE] - 1;
        String property = switch (kind) {
            case INVARIANT -> world.invariants().get(place).name();
            case STARVATION -> world.bounds().get(place).name();
            case CHECK -> checks.property(agent, place);
            default -> kind.property();
        };
        return Optional.of(new Fault(kind, agent, place, property));
    }
}
