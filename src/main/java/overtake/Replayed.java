package overtake;

import java.util.List;
import java.util.Optional;
import overtake.machine.Fault;
import overtake.memory.MemoryModel;
import overtake.scenario.Scenario;
import overtake.scenario.schedule.ScheduleFile;
import overtake.trace.Trace;

/// A recorded run, made again.
///
/// @param steps the picks that were made, see [overtake.machine.Step]
/// @param fault what the run ended in now
/// @param divergence where and how the run differs from the record; empty if it does not
/// @param survival whether the violation still happens, if the run differs; then `steps`, `fault` and `trace` are those of a run that shows it
/// @param notes what differs without making the run another one: the version, the text of the scenario
public record Replayed(
        ScheduleFile schedule,
        Scenario scenario,
        MemoryModel model,
        EngineKind engine,
        List<Integer> steps,
        long deliveries,
        double seconds,
        Optional<Fault> fault,
        Trace trace,
        Optional<String> divergence,
        Optional<Survival> survival,
        List<String> notes) {
    public Replayed {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /// How many picks were made.
    public int picks() {
        return steps.size();
    }
}
