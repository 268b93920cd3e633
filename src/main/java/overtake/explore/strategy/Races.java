package overtake.explore.strategy;

import overtake.machine.Choices;
import overtake.machine.Op;

/// Which operations of two agents race: made in the other order, they or what follows could come out differently. Operations of which it is not
/// known what they are about race with all of their kind.
final class Races {
    private static final int NOTHING = 0;
    private static final int MEMORY = 1;
    private static final int LOCK = 2;
    private static final int DOMAIN = 3;
    private static final int LINE = 4;

    private Races() {}

    static boolean between(Choices choices, int first, int second) {
        return choices.agent(first) != choices.agent(second)
                && between(choices.op(first), choices.target(first), choices.op(second), choices.target(second));
    }

    private static boolean between(int op, int target, int otherOp, int otherTarget) {
        int kind = kind(op);
        if (kind == NOTHING || kind != kind(otherOp) || reads(op) && reads(otherOp)) {
            return false;
        }
        if (kind == DOMAIN && op != Op.SYNCHRONIZE && otherOp != Op.SYNCHRONIZE) {
            return false;
        }
        return target == otherTarget || target == Choices.UNKNOWN || otherTarget == Choices.UNKNOWN;
    }

    /// What kind of thing an operation is about; 0 if about nothing shared.
    static int kind(int op) {
        if (Op.toMemory(op)) {
            return MEMORY;
        }
        if (Op.toLock(op)) {
            return LOCK;
        }
        if (Op.toDomain(op)) {
            return DOMAIN;
        }
        return Op.toLine(op) ? LINE : NOTHING;
    }

    /// Whether the operation changes nothing of what it is about.
    static boolean reads(int op) {
        return op == Op.LOAD || op == Op.IS_LOCKED;
    }
}
