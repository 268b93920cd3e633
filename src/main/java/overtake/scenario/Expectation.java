package overtake.scenario;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import overtake.memory.MemoryModel;
import overtake.property.Verdict;

/// What a scenario file expects.
///
/// @param verdicts `pass`, `fail` or `unknown` by name of the model
/// @param properties where the verdict is `fail`, one of these is broken; any will do if there are none
public record Expectation(SortedMap<String, String> verdicts, List<String> properties) {
    /// The words for a verdict.
    public static final List<String> WORDS = List.of("pass", "fail", "unknown");

    public Expectation {
        verdicts = Collections.unmodifiableSortedMap(new TreeMap<>(verdicts));
        properties = List.copyOf(properties);
    }

    /// The expected verdict, if the file says one.
    public Optional<String> verdict(MemoryModel model) {
        return Optional.ofNullable(verdicts.get(model.name()));
    }

    /// Whether the verdict is the expected one. Every verdict is if the file expects nothing of the model.
    public boolean metBy(MemoryModel model, Verdict verdict) {
        Optional<String> expected = verdict(model);
        if (expected.isEmpty()) {
            return true;
        }
        boolean property = properties.isEmpty() || properties.contains(verdict.property());
        return expected.get().equals(verdict.word()) && (!expected.get().equals("fail") || property);
    }
}
