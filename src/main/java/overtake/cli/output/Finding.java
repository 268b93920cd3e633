package overtake.cli.output;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import overtake.Result;
import overtake.scenario.brief.Claim;

/// What the scenarios of a row of the kernel brief found, measured by what the row claims.
///
/// @param results by path of the scenario, in the order of the models
record Finding(Claim claim, Map<String, List<Result>> results) {
    /// What became of a row.
    enum State {
        /// Each claimed model was decided, and each scenario found what the row says of it.
        AGREES,
        /// Nothing that was found is against the row, but a claimed model was decided by none of its scenarios.
        PARTLY,
        /// Some scenario found something else.
        DIFFERS,
        /// The row is a question.
        SETTLED,
        /// No scenario names the row.
        MISSING
    }

    State state() {
        if (results.isEmpty()) {
            return State.MISSING;
        }
        if (claim.outcomes().containsValue(Claim.OPEN)) {
            return State.SETTLED;
        }
        if (claim.historical() ? !pair() : results.keySet().stream().anyMatch(this::differs)) {
            return State.DIFFERS;
        }
        return undecided().isEmpty() ? State.AGREES : State.PARTLY;
    }

    /// Names of the models of which the row claims something, and under which no scenario came to an end.
    List<String> undecided() {
        TreeSet<String> left = new TreeSet<>(claim.outcomes().keySet());
        results.values().forEach(found -> found.stream().filter(Finding::decided)
                .forEach(result -> left.remove(result.model().name())));
        return List.copyOf(left);
    }

    /// Whether a scenario found something else than the row says of it. Of a historical bug the row says what was before its fix.
    boolean differs(String path) {
        return !claim.historical()
                && results.getOrDefault(path, List.of()).stream().anyMatch(result -> differs(path, result));
    }

    private boolean differs(String path, Result result) {
        return claim.agrees(path, result.model(), result.verdict().word()).filter(agrees -> !agrees).isPresent();
    }

    /// A historical bug: one scenario is as claimed, another one passes everywhere.
    private boolean pair() {
        boolean before = results.entrySet().stream().anyMatch(scenario -> scenario.getValue().stream()
                .allMatch(result -> decided(result) && !differs(scenario.getKey(), result)));
        boolean after = results.values().stream().anyMatch(found -> found.stream()
                .allMatch(result -> result.verdict().word().equals("pass")));
        return before && after;
    }

    private static boolean decided(Result result) {
        return !result.verdict().word().equals("unknown");
    }
}
