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
/// @param picks how many picks were made
/// @param fault what the run ended in now
/// @param divergence where and how the run differs from the record; empty if it does not
/// @param notes what differs without making the run another one: the version, the text of the scenario
public record Replayed(
        ScheduleFile schedule,
        Scenario scenario,
        MemoryModel model,
        EngineKind engine,
        int picks,
        long deliveries,
        double seconds,
        Optional<Fault> fault,
        Trace trace,
        Optional<String> divergence,
        List<String> notes) {
    public Replayed {
        notes = List.copyOf(notes);
    }
}
