package overtake.cli.output;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import overtake.explain.Evidence;
import overtake.explain.Explanation;
import overtake.explain.Remedy;

/// What an explanation adds to the keys of a result.
final class ExplanationJson {
    private ExplanationJson() {}

    static void put(Map<String, @Nullable Object> keys, Explanation explanation) {
        keys.put("sentence", explanation.sentence());
        keys.put("passes_with", explanation.change().orElse(null));
        keys.put("scenes", explanation.scenes().stream().map(ExplanationJson::scene).toList());
        keys.put("remedy", explanation.remedy().map(ExplanationJson::remedy).orElse(null));
        keys.put("triage", explanation.triage().stream().map(ExplanationJson::triage).toList());
        keys.put("kind", explanation.kind());
        keys.put("cycle", explanation.cycle());
        keys.put("litmus", explanation.litmus().test().orElse(null));
        keys.put("litmus_forbidden", explanation.litmus().forbidden().orElse(null));
        keys.put("litmus_reason", explanation.litmus().reason());
    }

    private static Map<String, @Nullable Object> scene(Explanation.Scene scene) {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        keys.put("when", scene.when());
        keys.put("memory", scene.memory());
        keys.put("in_flight", scene.inFlight());
        keys.put("held", scene.held());
        return keys;
    }

    private static Map<String, @Nullable Object> remedy(Remedy remedy) {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        keys.put("fences", remedy.fences().stream().map(ExplanationJson::fence).toList());
        keys.put("partners", remedy.partners());
        keys.put("forbidden", remedy.forbidden());
        evidence(keys, remedy.evidence());
        return keys;
    }

    private static Map<String, @Nullable Object> fence(Remedy.Fence fence) {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        keys.put("fence", fence.kind().kernelName());
        keys.put("agent", fence.agent());
        keys.put(fence.form() == Remedy.Form.NEW ? "before" : "in_place_of", fence.site());
        keys.put("place", fence.place());
        return keys;
    }

    private static Map<String, @Nullable Object> triage(Explanation.Shown shown) {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        keys.put("model", shown.model());
        evidence(keys, shown.evidence());
        return keys;
    }

    private static void evidence(Map<String, @Nullable Object> keys, Evidence evidence) {
        keys.put("answer", evidence.word());
        keys.put("states", evidence.states());
        keys.put("executions", evidence.executions());
        keys.put("basis", evidence.basis());
    }
}
