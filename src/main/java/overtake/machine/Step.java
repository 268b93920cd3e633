package overtake.machine;

/// A step is one pick: which message is delivered next. It is an int, so that searches need no objects: agent, slot, alternative.
public final class Step {
    /// The operation that the agent's pending instruction asks for.
    public static final int REQUEST = 0;
    /// The oldest operation that travels from the agent.
    public static final int CHANNEL = 1;
    /// A hard interrupt on the agent's CPU.
    public static final int INTERRUPT = 2;

    /// Under `lkmm`: a guess of the branch at which fetching has stopped; the alternative is 1 if it is guessed to jump.
    public static final int GUESS = 3;
    /// Under `lkmm`: the instruction at a place of the agent's window is performed; the place is added. The alternative of a load is how many
    /// newer stores it passes over, that of a store how many it goes before.
    public static final int WINDOW = 4;
    /// Under `lkmm`: an operation that may fail is assumed to fail, so that it orders nothing; its place is added. The alternative is 1 if it is assumed to
    /// succeed, [#TAKEN_BACK] if an assumption is given up.
    public static final int ASSUME = 4 + 64;

    static final int TAKEN_BACK = 2;

    private Step() {}

    public static int of(int agent, int slot, int alternative) {
        return agent << 20 | slot << 12 | alternative;
    }

    public static int agent(int step) {
        return step >>> 20;
    }

    public static int slot(int step) {
        return step >>> 12 & 0xff;
    }

    /// For a `choose`, the value; else 0.
    public static int alternative(int step) {
        return step & 0xfff;
    }
}
