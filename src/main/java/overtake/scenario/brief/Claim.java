package overtake.scenario.brief;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import overtake.memory.MemoryModel;

/// What the kernel brief claims of one of its rows: a mutant of a patch, or a historical bug.
///
/// @param row its number in the brief, such as `0.5` or `K3`
/// @param change what is changed
/// @param mark the evidence that the brief has: V read, H measured with herd7 on an abstraction, E expected, M from memory, S suspected
/// @param outcomes `ok`, `bad` or `open` by name of the model
public record Claim(String row, String change, String mark, Map<String, String> outcomes) {
    public static final String OK = "ok";
    public static final String BAD = "bad";
    public static final String OPEN = "open";

    public Claim {
        outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    }

    public Optional<String> outcome(MemoryModel model) {
        return Optional.ofNullable(outcomes.get(model.name()));
    }

    /// Whether the row is a historical bug, which has a scenario before its fix and one after it.
    public boolean historical() {
        return row.startsWith("K");
    }

    /// Whether a verdict (`pass`, `fail` or `unknown`) is what the row claims; empty if the row leaves it open or says nothing of the model.
    public Optional<Boolean> agrees(MemoryModel model, String verdict) {
        return outcome(model).filter(outcome -> !outcome.equals(OPEN))
                .map(outcome -> verdict.equals(outcome.equals(BAD) ? "fail" : "pass"));
    }
}
