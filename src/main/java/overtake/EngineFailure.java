package overtake;

import java.util.List;
import java.util.stream.Collectors;
import overtake.actor.ActorFailure;
import overtake.machine.Bounds;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.scenario.Scenario;
import overtake.trace.Pick;
import overtake.trace.PickNames;

/// An engine or the machine threw: a bug of ours. The message has what is needed to make it happen again.
public final class EngineFailure extends IllegalStateException {
    public EngineFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /// Says what was going on when an engine threw.
    static EngineFailure of(
            Scenario scenario, MemoryModel model, Request request, Bounds bounds, RuntimeException cause) {
        long seed = request.fuzzing(scenario.fuzzing()).seed();
        String message = cause + "\n    scenario " + scenario.path() + ", model " + model.name() + ", engine "
                + request.engine().word() + ", seed " + seed;
        return cause instanceof ActorFailure failure
                ? new EngineFailure(message + schedule(scenario, model, bounds, failure.picks()), cause)
                : new EngineFailure(message, cause);
    }

    /// The picks up to the failure, by name as far as the machine can follow them.
    private static String schedule(Scenario scenario, MemoryModel model, Bounds bounds, List<Integer> picks) {
        try {
            List<Pick> names = PickNames.of(new Machine(scenario.world(), model, bounds), picks);
            return names.stream()
                    .map(pick -> "\n    " + pick.agent() + " " + pick.kind().spelling() + " " + pick.site())
                    .collect(Collectors.joining("", "\n    the schedule so far:", ""));
        } catch (RuntimeException e) {
            return "\n    the schedule so far, in numbers since the machine cannot follow it (" + e + "): " + picks;
        }
    }
}
