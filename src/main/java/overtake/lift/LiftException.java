package overtake.lift;

import java.util.List;

/// Agents that cannot be lifted. Each problem is one line: `File.java:line: what was found; what to write instead  [call chain]`.
public final class LiftException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    LiftException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /// All that was found, in order of agents and then of source lines.
    public List<String> problems() {
        return problems;
    }
}
