package overtake.cli.output;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import overtake.Overtake;
import overtake.litmus.HerdOutcome;
import overtake.litmus.LitmusResult;
import overtake.litmus.batch.LitmusBatch;

/// Results of litmus tests as JSON objects.
public final class LitmusJson {
    private LitmusJson() {}

    public static Map<String, @Nullable Object> of(LitmusBatch.Compared compared) {
        LitmusResult result = compared.result();
        HerdOutcome outcome = result.outcome();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("command", "litmus");
        json.put("test", result.path());
        json.put("model", result.model());
        json.put("verdict", outcome.verdict().toString());
        json.put("states", outcome.namedStates());
        json.put("flags", outcome.flags());
        json.put("milliseconds", result.milliseconds());
        json.put("name", result.test().name());
        json.put("condition", result.test().quantifier().word() + " (" + result.test().condition() + ")");
        json.put("holds", outcome.holds());
        json.put("positive", outcome.positive());
        json.put("negative", outcome.negative());
        json.put("bounds_hit", outcome.complete() ? List.of() : List.of("max-states"));
        json.put("recorded", compared.recorded().isPresent());
        json.put("differences", compared.differences());
        json.put("version", Overtake.version());
        return json;
    }
}
