package overtake.litmus;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import overtake.property.Outcome;

/// What herd7 would say about a test: its final states, and in how many of them the condition holds. herd7 counts executions, this counts states.
///
/// @param names what final states show, such as `0:r1` and `x`
/// @param states values in the order of `names`, separated by blanks, sorted as strings
/// @param holds the answer to the quantified condition
/// @param flags what is wrong with executions apart from their final states
/// @param complete whether all executions were seen
public record HerdOutcome(
        List<String> names,
        List<String> states,
        Verdict verdict,
        boolean holds,
        int positive,
        int negative,
        List<String> flags,
        boolean complete) {

    /// In how many of the final states the condition holds.
    public enum Verdict {
        ALWAYS("Always"),
        SOMETIMES("Sometimes"),
        NEVER("Never");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }

        static Verdict of(int positive, int negative) {
            return positive == 0 ? NEVER : negative == 0 ? ALWAYS : SOMETIMES;
        }
    }

    public HerdOutcome {
        names = List.copyOf(names);
        states = List.copyOf(states);
        flags = List.copyOf(flags);
    }

    /// Judges the outcomes of all executions of a test that ended.
    public static HerdOutcome of(LitmusTest test, Collection<Outcome> outcomes, Collection<String> flags,
            boolean complete) {
        Map<String, Boolean> states = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            if (test.filter().stream().allMatch(filter -> filter.holds(outcome))) {
                String state = test.observed().stream()
                        .map(observable -> test.show(observable.value(outcome)))
                        .collect(Collectors.joining(" "));
                states.put(state, test.condition().holds(outcome));
            }
        }
        int positive = (int) states.values().stream().filter(holds -> holds).count();
        int negative = states.size() - positive;
        return new HerdOutcome(
                test.observed().stream().map(Observable::label).toList(),
                List.copyOf(states.keySet()),
                Verdict.of(positive, negative),
                test.quantifier().holds(positive, negative),
                positive,
                negative,
                List.copyOf(new TreeSet<>(flags)),
                complete);
    }

    /// The states with their names.
    public List<Map<String, String>> namedStates() {
        return states.stream()
                .map(state -> {
                    String[] values = names.isEmpty() ? new String[0] : state.split(" ");
                    Map<String, String> named = new java.util.LinkedHashMap<>();
                    for (int i = 0; i < values.length; i++) {
                        named.put(names.get(i), values[i]);
                    }
                    return java.util.Collections.unmodifiableMap(named);
                })
                .toList();
    }
}
