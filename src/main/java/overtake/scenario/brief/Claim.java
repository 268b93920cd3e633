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
/// @param cases outcomes of scenarios of which the row says something else, by the scenario's name below `scenarios`, without `.conf`
public record Claim(
        String row, String change, String mark, Map<String, String> outcomes,
        Map<String, Map<String, String>> cases) {
    public static final String OK = "ok";
    public static final String BAD = "bad";
    public static final String OPEN = "open";

    public Claim {
        outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
        cases = Collections.unmodifiableSortedMap(new TreeMap<>(cases));
    }

    /// What the row says of a scenario, given by its path.
    public Map<String, String> outcomes(String path) {
        return cases.getOrDefault(name(path), outcomes);
    }

    /// The name of a scenario: its path below the folder `scenarios`, without `.conf`.
    public static String name(String path) {
        String below = path.replace('\\', '/');
        int folder = below.indexOf("scenarios/");
        return (folder < 0 ? below : below.substring(folder + "scenarios/".length())).replaceFirst("\\.conf$", "");
    }

    /// Whether the row is a historical bug, which has a scenario before its fix and one after it.
    public boolean historical() {
        return row.startsWith("K");
    }

    /// Whether a verdict is what the row claims; empty if the row leaves it open or says nothing of the model, and if the verdict is `unknown`.
    ///
    /// @param path of the scenario that was judged
    public Optional<Boolean> agrees(String path, MemoryModel model, String verdict) {
        return Optional.ofNullable(outcomes(path).get(model.name()))
                .filter(outcome -> !outcome.equals(OPEN) && !verdict.equals("unknown"))
                .map(outcome -> verdict.equals(outcome.equals(BAD) ? "fail" : "pass"));
    }
}
