package overtake.cli.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import overtake.Result;
import overtake.cli.output.ResultJson;
import overtake.memory.MemoryModel;
import overtake.patch.Change;
import overtake.patch.Common;
import overtake.patch.Comparison;
import overtake.patch.Mutations;
import overtake.patch.Side;
import overtake.program.edit.Mutation;
import overtake.scenario.Scenario;

/// Results of `compare` and `mutate` as JSON objects.
final class PatchJson {
    private PatchJson() {}

    /// One change under one model.
    ///
    /// @param base about the scenario with nothing changed
    static Map<String, @Nullable Object> of(Scenario scenario, Mutations.Answer answer, Result base) {
        Map<String, @Nullable Object> json = ResultJson.of("mutate", answer.result());
        json.put("scenario", scenario.path());
        json.put("expected", null);
        json.remove("ok");
        json.put("trace", List.of());
        json.put("site", answer.change().site());
        json.put("sites", switch (answer.change()) {
            case Change.Pair(Mutation first, Mutation second) -> List.of(first.site(), second.site());
            case Change.Operation _, Change.Parameter _ -> List.of(answer.change().site());
        });
        json.put("change", answer.change().text());
        json.put("verdict", answer.weight().word());
        json.put("property", answer.property().isEmpty() ? null : answer.property());
        json.put("reason", answer.reason().isEmpty() ? null : answer.reason());
        json.put("base", base.verdict().word());
        json.put("base_proved", base.checked().filter(checked -> checked.result().complete()).isPresent());
        return json;
    }

    /// The difference under one model.
    static Map<String, @Nullable Object> of(
            Scenario before, Scenario after, Comparison.Answer answer, Common common, double seconds) {
        MemoryModel model = answer.model();
        Map<String, @Nullable Object> json = ResultJson.keys("compare", after, model);
        List<String> properties = answer.gained().stream().map(Comparison.Gained::property).toList();
        boolean fuzzed = answer.before().executions() + answer.after().executions() > 0;
        json.put("engine", fuzzed ? "machine" : "checker");
        json.put("verdict", !properties.isEmpty() ? "fail" : answer.unknown() ? "unknown" : "pass");
        json.put("expected", null);
        json.put("property", properties.isEmpty() ? null : properties.getFirst());
        json.put("states", answer.before().states() + answer.after().states());
        json.put("executions", fuzzed ? answer.before().executions() + answer.after().executions() : null);
        json.put("seconds", ResultJson.rounded(seconds));
        List<String> bounds = new ArrayList<>(answer.before().bounds());
        bounds.addAll(answer.after().bounds());
        json.put("bounds_hit", bounds.stream().distinct().toList());
        answer.gained().stream().findFirst().flatMap(Comparison.Gained::schedule)
                .flatMap(overtake.Counterexample::schedule)
                .ifPresent(path -> json.put("schedule", path.toString()));
        json.put("before", before.path());
        json.put("after", after.path());
        json.put("verdict_before", answer.before().verdict());
        json.put("verdict_after", answer.after().verdict());
        json.put("gained", names(properties, answer.outcomesGained()));
        json.put("lost", names(List.copyOf(answer.lost()), answer.outcomesLost()));
        json.put("properties_gained", answer.gained().stream().map(PatchJson::gained).toList());
        json.put("properties_lost", answer.lost());
        json.put("outcomes_gained", answer.outcomesGained().stream().map(Side.Ending::values).toList());
        json.put("outcomes_lost", answer.outcomesLost().stream().map(Side.Ending::values).toList());
        json.put("sites", answer.hinges().stream().map(PatchJson::hinge).toList());
        json.put("not_compared", common.remarks());
        json.put("remark", answer.remark());
        return json;
    }

    private static List<String> names(List<String> properties, SortedSet<Side.Ending> outcomes) {
        List<String> names = new ArrayList<>(properties);
        outcomes.forEach(outcome -> names.add(outcome.toString()));
        return names;
    }

    private static Map<String, @Nullable Object> gained(Comparison.Gained gained) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("property", gained.property());
        json.put("proved", gained.proved());
        json.put("triage", gained.triage().needs().text());
        json.put("schedule", gained.schedule().flatMap(overtake.Counterexample::schedule).map(Object::toString)
                .orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> hinge(Comparison.Hinge hinge) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("site", hinge.difference().site());
        json.put("kind", hinge.difference().kind().text());
        json.put("before", hinge.difference().before());
        json.put("after", hinge.difference().after());
        json.put("tried", hinge.trial().isEmpty() ? null : hinge.trial());
        json.put("flips", hinge.flips());
        json.put("flips_outcomes", hinge.flipsOutcomes());
        return json;
    }
}
