package overtake.machine;

/// Numbers of decoded instructions. From [#FIRST_VISIBLE] on they are requests to the owner of another part of the state.
public final class Op {
    public static final int MOVE = 0;
    public static final int ALU = 1;
    public static final int SET = 2;
    public static final int SELECT = 3;
    public static final int LOOKUP = 4;
    public static final int BRANCH = 5;
    public static final int JUMP = 6;
    public static final int CHECK = 7;
    public static final int FAIL = 8;
    public static final int OBSERVE = 9;
    public static final int IRQ = 10;
    public static final int HALT = 11;
    public static final int HANDLER_RETURN = 12;
    public static final int FENCE = 13;
    // queries: answered at once, no step of their own
    public static final int FIRST_QUERY = 14;
    public static final int GHOST = 14;
    public static final int GHOST_ALLOCATED = 15;
    public static final int GHOST_HELD = 16;
    public static final int ASSERT_HELD = 17;
    public static final int GHOST_LINE = 18;
    // requests: one step each
    public static final int FIRST_VISIBLE = 19;
    public static final int LOAD = 19;
    public static final int STORE = 20;
    public static final int RMW = 21;
    public static final int ALLOCATE = 22;
    public static final int FREE = 23;
    public static final int LOCK = 24;
    public static final int UNLOCK = 25;
    public static final int TRYLOCK = 26;
    public static final int IS_LOCKED = 27;
    public static final int SECTION_BEGIN = 28;
    public static final int SECTION_END = 29;
    public static final int SYNCHRONIZE = 30;
    public static final int CHOOSE = 31;
    public static final int YIELD = 32;
    public static final int LINE = 33;

    /// A number takes this many bits.
    static final int BITS = 6;

    static final int MASK = (1 << BITS) - 1;

    private Op() {}

    /// Whether the operation is about one cell, lock, domain or line.
    public static boolean located(int op) {
        return op >= LOAD && op <= RMW || op >= LOCK && op <= SYNCHRONIZE || op == LINE;
    }

    public static boolean toMemory(int op) {
        return op >= LOAD && op <= FREE || op == GHOST || op == GHOST_ALLOCATED;
    }

    public static boolean toLock(int op) {
        return op >= LOCK && op <= IS_LOCKED || op == GHOST_HELD || op == ASSERT_HELD;
    }

    public static boolean toDomain(int op) {
        return op >= SECTION_BEGIN && op <= SYNCHRONIZE;
    }

    public static boolean toLine(int op) {
        return op == LINE || op == GHOST_LINE;
    }
}
