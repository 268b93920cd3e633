package overtake;

import java.util.List;
import overtake.machine.Bounds;
import overtake.memory.MemoryModel;
import overtake.scenario.Scenario;

/// Says what was going on when an engine threw.
final class EngineFailures {
    private EngineFailures() {}

    static EngineFailure of(
            Scenario scenario, MemoryModel model, Request request, Bounds bounds, RuntimeException cause) {
        long seed = request.fuzzing(scenario.fuzzing()).seed();
        String context = "scenario " + scenario.path() + ", model " + model.name() + ", engine "
                + request.engine().word() + ", seed " + seed;
        return new EngineFailure(cause + " (" + context + ")" + schedule(List.of()), cause);
    }

    private static String schedule(List<String> picks) {
        return picks.isEmpty() ? "" : "; the schedule so far:\n    " + String.join("\n    ", picks);
    }
}
