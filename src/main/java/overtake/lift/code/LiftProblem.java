package overtake.lift.code;

/// One reason why an agent cannot be lifted, on its way to the place that knows file, line and call chain.
public final class LiftProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Line of the problem if it is not the line of the instruction at hand, else 0.
    private final int line;

    public LiftProblem(String message) {
        this(message, 0);
    }

    public LiftProblem(String message, int line) {
        super(message, null, false, false);
        this.line = line;
    }

    public int line() {
        return line;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
