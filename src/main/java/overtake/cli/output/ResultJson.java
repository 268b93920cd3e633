package overtake.cli.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import overtake.Counterexample;
import overtake.EngineKind;
import overtake.Explained;
import overtake.Overtake;
import overtake.Replayed;
import overtake.Result;
import overtake.Shrunk;
import overtake.Survival;
import overtake.check.CheckResult;
import overtake.explain.Explanation;
import overtake.explore.endless.Standing;
import overtake.explore.shrink.Shrinker;
import overtake.explore.shrink.Size;
import overtake.explore.stats.Statistics;
import overtake.machine.EventKind;
import overtake.machine.Fault;
import overtake.memory.MemoryModel;
import overtake.property.Verdict;
import overtake.scenario.Scenario;
import overtake.trace.Trace;
import overtake.trace.TraceLine;

/// Results as JSON objects. Every result has the common keys; keys are only ever added.
public final class ResultJson {
    private final Map<String, @Nullable Object> keys = new LinkedHashMap<>();

    private ResultJson() {}

    /// The keys that every result has, in their order, where what is unknown or does not apply is null.
    private static ResultJson common(String command, Scenario scenario, MemoryModel model) {
        ResultJson json = new ResultJson();
        json.put("command", command);
        json.put("scenario", scenario.path());
        json.putText("brief", scenario.about().brief());
        for (String key : List.of("engine", "model", "verdict", "expected", "property", "seed", "strategy",
                "executions",
                "deliveries", "states", "seconds")) {
            json.keys.put(key, null);
        }
        json.put("model", model.name());
        scenario.expectation().verdict(model).ifPresent(expected -> json.put("expected", expected));
        json.put("bounds_hit", List.of());
        json.keys.put("schedule", null);
        json.put("trace", List.of());
        json.put("version", Overtake.version());
        json.put("system", scenario.about().system());
        json.put("title", scenario.about().title());
        return json;
    }

    /// The keys that every result has, for commands that fill them in themselves.
    public static Map<String, @Nullable Object> keys(String command, Scenario scenario, MemoryModel model) {
        return common(command, scenario, model).keys;
    }

    private void put(String key, Object value) {
        keys.put(key, value);
    }

    private void putText(String key, String text) {
        keys.put(key, text.isEmpty() ? null : text);
    }

    private void cost(String engine, long executions, long deliveries, double seconds) {
        put("engine", engine);
        put("executions", executions);
        put("deliveries", deliveries);
        put("seconds", rounded(seconds));
    }

    public static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }

    /// A scenario of a listing, under one of its models.
    public static Map<String, @Nullable Object> of(Scenario scenario, MemoryModel model) {
        ResultJson json = common("list", scenario, model);
        json.putText("property", String.join(" or ", scenario.expectation().properties()));
        json.put("seed", scenario.fuzzing().seed());
        json.put("strategy", scenario.fuzzing().strategy());
        json.put("ok", true);
        json.put("name", scenario.name());
        json.put("source", scenario.about().source());
        json.put("world", scenario.worldClass());
        json.put("params", scenario.params());
        json.putText("note", scenario.about().note());
        return json.keys;
    }

    public static Map<String, @Nullable Object> of(String command, Result result) {
        ResultJson json = common(command, result.scenario(), result.model());
        json.put("verdict", result.verdict().word());
        json.putText("property", result.verdict().property());
        json.put("seed", result.plan().seed());
        json.put("strategy", result.strategy());
        json.cost(result.engineWord(), result.cost().executions(), result.cost().deliveries(), result.cost().seconds());
        json.put("bounds_hit", result.bounds());
        json.put("abandoned", result.cost().abandoned());
        result.counterexample().ifPresent(counterexample -> {
            counterexample.schedule().ifPresent(path -> json.put("schedule", path.toString()));
            json.put("trace", trace(counterexample.trace()));
        });
        json.put("ok", result.ok());
        json.put("violations", result.counterexamples().stream().map(ResultJson::violation).toList());
        if (result.verdict() instanceof Verdict.Vacuous vacuous) {
            json.put("never_ran", vacuous.sites());
        }
        json.put("notes", result.notes());
        result.statistics().ifPresent(json::statistics);
        json.put("goals", result.goals().stream().map(GoalText::json).toList());
        result.checked().ifPresent(json::checked);
        json.keys.put("triage", result.triage().map(triage -> triage.needs().text()).orElse(null));
        result.triage().ifPresent(triage -> json.put("triage_proved", triage.proved()));
        return json.keys;
    }

    private void statistics(Statistics statistics) {
        ResultJson seen = new ResultJson();
        seen.put("counted", statistics.counted());
        seen.put("classes", statistics.classes());
        seen.put("chance_of_new", statistics.chanceOfNew());
        seen.put("sites", statistics.sites());
        seen.put("sites_reached", statistics.reached());
        seen.put("pairs_raced", statistics.pairs());
        seen.put("pairs_possible", statistics.possible());
        put("statistics", seen.keys);
    }

    private void checked(Result.Checked checked) {
        CheckResult.Counts counts = checked.result().counts();
        keys.put("seed", null);
        keys.put("executions", null);
        put("states", counts.states());
        put("transitions", counts.transitions());
        put("depth", counts.depth());
        put("complete", checked.result().complete());
        put("exercised", checked.result().exercised());
        put("reduced", counts.reduced());
        put("symmetry", counts.symmetry().groups());
        keys.put("symmetry_reason", counts.symmetry().reason().isEmpty() ? null : counts.symmetry().reason());
        put("table_bytes", counts.tableBytes());
        put("collision_chance", counts.collisionChance());
        put("jobs", checked.plan().jobs());
        put("max_states", checked.plan().maxStates());
        checked.result().violations().stream().findFirst().ifPresent(found -> {
            ResultJson minimum = new ResultJson();
            minimum.put("overtakes", found.minimum().overtakes());
            minimum.put("switches", found.minimum().switches());
            minimum.put("steps", found.minimum().steps());
            minimum.put("proved", found.minimum().proof().name().toLowerCase(Locale.ROOT));
            put("minimum", minimum.keys);
        });
        checked.result().violations().stream().flatMap(found -> found.lasso().stream()).forEach(lasso -> {
            put("round", lasso.round());
            put("inescapable", lasso.inescapable());
        });
    }

    private static Map<String, @Nullable Object> violation(Counterexample counterexample) {
        ResultJson json = new ResultJson();
        json.put("property", counterexample.violation().fault().property());
        json.put("execution", counterexample.violation().execution());
        json.put("strategy", counterexample.violation().strategy());
        json.put("picks", counterexample.violation().steps().size());
        json.keys.put("schedule", counterexample.schedule().map(Object::toString).orElse(null));
        if (!counterexample.standings().isEmpty()) {
            json.put("standings", counterexample.standings().stream().map(ResultJson::standing).toList());
        }
        counterexample.shrunk().ifPresent(shrunk -> {
            json.keys.put("found", shrunk.original().map(Object::toString).orElse(null));
            json.shrunk(shrunk.result());
        });
        return json.keys;
    }

    private static Map<String, @Nullable Object> standing(Standing at) {
        ResultJson json = new ResultJson();
        json.put("agent", at.agent());
        json.put("position", at.position().name().toLowerCase(Locale.ROOT));
        json.putText("site", at.site());
        json.put("waits_for", at.waitsFor());
        json.put("holders", at.holders());
        return json.keys;
    }

    public static Map<String, @Nullable Object> of(Replayed replayed, String path) {
        ResultJson json = common("replay", replayed.scenario(), replayed.model());
        Optional<Fault> fault = replayed.fault();
        json.put("verdict", fault.isPresent() ? "fail" : "unknown");
        json.put("expected", "fail");
        json.putText("property", fault.map(Fault::property).orElse(""));
        json.put("seed", replayed.schedule().seed());
        json.put("strategy", replayed.schedule().strategy());
        json.cost(replayed.engine().word(), 1, replayed.deliveries(), replayed.seconds());
        json.put("schedule", path);
        json.put("trace", trace(replayed.trace()));
        json.put("ok", replayed.divergence().isEmpty());
        json.put("expected_property", replayed.schedule().property());
        json.put("execution", replayed.schedule().execution());
        json.put("picks", replayed.picks());
        json.put("recorded_picks", replayed.schedule().picks().size());
        json.keys.put("divergence", replayed.divergence().orElse(null));
        json.keys.put("survival", replayed.survival().map(ResultJson::survival).orElse(null));
        json.put("notes", replayed.notes());
        return json.keys;
    }

    public static Map<String, @Nullable Object> of(Shrunk shrunk) {
        Replayed replayed = shrunk.replayed();
        ResultJson json = common("shrink", replayed.scenario(), replayed.model());
        json.put("verdict", "fail");
        json.put("expected", "fail");
        json.put("property", shrunk.result().fault().property());
        json.put("seed", replayed.schedule().seed());
        json.put("strategy", replayed.schedule().strategy());
        json.cost(EngineKind.MACHINE.word(), shrunk.result().attempts(), 0, shrunk.seconds());
        json.put("states", shrunk.result().states());
        json.put("schedule", shrunk.schedule().toString());
        json.put("trace", trace(shrunk.trace()));
        json.put("ok", true);
        json.put("picks", shrunk.result().steps().size());
        json.shrunk(shrunk.result());
        json.put("notes", shrunk.notes());
        return json.keys;
    }

    public static Map<String, @Nullable Object> of(Explained explained, String path) {
        Replayed replayed = explained.replayed();
        Explanation explanation = explained.explanation();
        ResultJson json = common("explain", replayed.scenario(), replayed.model());
        json.put("verdict", "fail");
        json.put("expected", "fail");
        json.put("property", explanation.property());
        json.put("seed", replayed.schedule().seed());
        json.put("strategy", replayed.schedule().strategy());
        json.cost(replayed.engine().word(), 1, replayed.deliveries(), explained.seconds());
        json.put("schedule", path);
        json.put("trace", trace(explanation.run().trace()));
        json.put("ok", true);
        ExplanationJson.put(json.keys, explanation);
        json.put("notes", replayed.notes());
        return json.keys;
    }

    private static Map<String, Integer> survival(Survival survival) {
        Map<String, Integer> keys = new LinkedHashMap<>();
        keys.put("followed", survival.followed());
        keys.put("samples", survival.samples());
        keys.put("violated", survival.violated());
        return keys;
    }

    private void shrunk(Shrinker.Result result) {
        put("minimality", result.minimal().word());
        put("before", size(result.before()));
        put("after", size(result.after()));
    }

    private static Map<String, Integer> size(Size size) {
        Map<String, Integer> keys = new LinkedHashMap<>();
        keys.put("agents", size.agents());
        keys.put("operations", size.operations());
        keys.put("overtakes", size.overtakes());
        keys.put("switches", size.switches());
        keys.put("picks", size.steps());
        return keys;
    }

    private static List<Map<String, @Nullable Object>> trace(Trace trace) {
        List<Map<String, @Nullable Object>> lines = new ArrayList<>();
        for (TraceLine line : trace.lines()) {
            ResultJson json = new ResultJson();
            // These two name first the line of the store that they bring.
            boolean delivery = line.kind() == EventKind.DELIVER || line.kind() == EventKind.LEARN;
            json.put("n", line.n());
            json.put("agent", line.agent());
            json.put("site", line.site());
            json.put("event", line.fault() ? "violation" : line.kind().name().toLowerCase(Locale.ROOT));
            json.put("line", line.line());
            json.put("overtakes", delivery ? line.overtakes().subList(1, line.overtakes().size()) : line.overtakes());
            json.put("file", line.file());
            json.put("text", line.text());
            if (delivery) {
                json.put("delivers", line.overtakes().getFirst());
            }
            lines.add(json.keys);
        }
        return lines;
    }
}
