package overtake.scenario;

import java.util.List;
import java.util.stream.Collectors;

/// Wrong input: a scenario or schedule file, or what the command line adds to it, with everything that is wrong with it.
public final class ScenarioException extends RuntimeException {
    private final transient List<Problem> problems;

    public ScenarioException(List<Problem> problems) {
        super(problems.stream().sorted().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = problems.stream().sorted().toList();
    }

    /// At least one, by file and line.
    public List<Problem> problems() {
        return problems;
    }
}
