package overtake.patch;

import java.util.List;
import overtake.Overtake;
import overtake.Request;
import overtake.Result;
import overtake.check.CheckPlan;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.property.Verdict;
import overtake.scenario.Scenario;

/// How much is done for one answer.
///
/// @param plan bounds of checks
/// @param lkmmStates how many states a check under `lkmm` may store before the world is fuzzed instead
/// @param request bounds of fuzzing, and where schedule files go
public record Effort(CheckPlan plan, long lkmmStates, Request request) {
    public static final long LKMM_STATES = 100_000;

    private static final List<String> INTERRUPTED = List.of("interrupted");

    /// The bounds of checks under a model.
    CheckPlan plan(MemoryModel model) {
        return switch (model) {
            case Sc _, Tso _ -> plan;
            case Lkmm _ -> plan.withMaxStates(Math.min(lkmmStates, plan.maxStates()));
        };
    }

    /// All orderings; under `lkmm`, where those are too many, as many executions as the request says.
    Result answer(Overtake overtake, Scenario scenario, MemoryModel model) {
        Result checked = overtake.check(scenario, model, plan(model), request);
        return wantsFuzzing(model, checked.verdict()) ? overtake.fuzz(scenario, model, request) : checked;
    }

    /// Whether a check that ended so leaves it to fuzzing.
    static boolean wantsFuzzing(MemoryModel model, Verdict checked) {
        return model instanceof Lkmm && checked instanceof Verdict.Unknown unknown
                && !unknown.bounds().equals(INTERRUPTED);
    }

    /// Whether the result is of a check that covered everything.
    static boolean isProof(Result result) {
        return result.checked().filter(checked -> checked.result().complete()).isPresent();
    }
}
