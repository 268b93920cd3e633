package overtake.machine;

/// A step is one pick: which message is delivered next. It is an int, so that searches need no objects: agent, slot, alternative.
public final class Step {
    /// The operation that the agent's pending instruction asks for.
    public static final int REQUEST = 0;
    /// The oldest operation that travels from the agent.
    public static final int CHANNEL = 1;
    /// A hard interrupt on the agent's CPU.
    public static final int INTERRUPT = 2;

    private Step() {}

    public static int of(int agent, int slot, int alternative) {
        return agent << 16 | slot << 12 | alternative;
    }

    public static int agent(int step) {
        return step >>> 16;
    }

    public static int slot(int step) {
        return step >>> 12 & 0xf;
    }

    /// For a `choose`, the value; else 0.
    public static int alternative(int step) {
        return step & 0xfff;
    }
}
