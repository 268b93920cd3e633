package overtake.testkit;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import overtake.property.Outcome;

/// What a test claims of the outcomes of a scenario: the values of its `observe` calls at the ends of executions that break nothing, as
/// `first:r0=0 second:r0=1`, that is, `agent:name=value` in alphabetical order with spaces between.
public final class OutcomesAssert {
    private final String what;
    private final SortedSet<String> outcomes = new TreeSet<>();
    private final SortedSet<String> violations;

    OutcomesAssert(String what, SortedSet<Outcome> outcomes, SortedSet<String> violations) {
        this.what = what;
        outcomes.forEach(outcome -> this.outcomes.add(outcome.toString()));
        this.violations = violations;
    }

    /// These are possible and no others, in any order.
    public OutcomesAssert containsExactly(String... expected) {
        return check(new TreeSet<>(List.of(expected)).equals(outcomes), "exactly", expected);
    }

    /// These are possible, and perhaps others.
    public OutcomesAssert contains(String... expected) {
        return check(outcomes.containsAll(List.of(expected)), "among others", expected);
    }

    /// None of these is possible.
    public OutcomesAssert doesNotContain(String... unexpected) {
        return check(List.of(unexpected).stream().noneMatch(outcomes::contains), "none of", unexpected);
    }

    private OutcomesAssert check(boolean holds, String how, String... expected) {
        if (holds) {
            return this;
        }
        throw new AssertionError("outcomes of " + what + "\nexpected " + how + lines(List.of(expected)) + "\nfound"
                + lines(List.copyOf(outcomes))
                + (violations.isEmpty() ? "" : "\nand executions that break " + String.join(", ", violations)));
    }

    private static String lines(List<String> outcomes) {
        return outcomes.isEmpty() ? "\n    none" : "\n    " + String.join("\n    ", outcomes);
    }
}
