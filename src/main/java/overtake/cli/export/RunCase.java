package overtake.cli.export;

import java.util.Optional;
import overtake.Result;
import overtake.property.Verdict;

/// One scenario under one model, as far as reports for other programs say something of it.
///
/// @param path of the scenario
/// @param model empty for a scenario that could not be read
/// @param state what came of it
/// @param rule what a violation breaks, else what was met or is wrong
/// @param message for people, one line
/// @param site of the operation at which the property broke, or empty
/// @param schedule file to replay, if one was written
public record RunCase(
        String path, String model, double seconds, State state, String rule, String message, String site,
        Optional<String> schedule) {

    /// What came of it.
    public enum State {
        /// What was expected holds, and nothing is violated.
        PASSED,
        /// A violation that was expected.
        EXPECTED,
        /// An expectation is not met.
        FAILED,
        /// Wrong input, or a bug.
        ERROR
    }

    /// @param ok whether what was expected holds
    /// @param sentence that explains the violation, or empty
    public static RunCase of(Result result, boolean ok, String sentence) {
        boolean violated = result.verdict() instanceof Verdict.Fail;
        State state = !ok ? State.FAILED : violated ? State.EXPECTED : State.PASSED;
        String property = result.verdict().property();
        String said = result.verdict().word()
                + result.expected().map(word -> ", expected " + word).orElse("")
                + (property.isEmpty() ? "" : ": " + property)
                + (sentence.isEmpty() ? "" : ". " + sentence);
        var found = result.counterexample();
        String site = found.map(each -> each.trace().lines().isEmpty() ? "" : each.trace().lines().getLast().site())
                .orElse("");
        return new RunCase(result.scenario().path(), result.model().name(), result.cost().seconds(), state,
                property.isEmpty() ? result.verdict().word() : property, said, site,
                found.flatMap(each -> each.schedule()).map(Object::toString));
    }

    /// A scenario, or a model of it, that could not be carried out.
    public static RunCase error(String path, String model, String message) {
        return new RunCase(path, model, 0, State.ERROR, "error", message, "", Optional.empty());
    }

    /// The name of the model, or `reading`.
    String name() {
        return model.isEmpty() ? "reading" : model;
    }

    /// The message, and how to see the run again.
    String details() {
        return schedule.map(file -> message + "\n./overtake explain " + file + "\n./overtake replay " + file)
                .orElse(message);
    }
}
