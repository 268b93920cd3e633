package overtake.scenario;

import java.util.Comparator;

/// One thing that is wrong with an input.
///
/// @param where the file as the user named it, or [#COMMAND_LINE]
/// @param line from 1; 0 if there is none
/// @param message what was found, what was expected, the valid choices
public record Problem(String where, int line, String message) implements Comparable<Problem> {
    public static final String COMMAND_LINE = "command line";

    public Problem {
        line = where.equals(COMMAND_LINE) ? 0 : line;
    }

    /// By file and line; what came from the command line stands last.
    private static final Comparator<Problem> ORDER = Comparator
            .comparing((Problem problem) -> problem.where.equals(COMMAND_LINE))
            .thenComparing(Problem::where)
            .thenComparingInt(Problem::line);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /// `path:line: message`.
    @Override
    public String toString() {
        return where + (line > 0 ? ":" + line : "") + ": " + message;
    }
}
