package overtake;

import java.nio.file.Path;
import java.util.List;
import overtake.explore.shrink.Shrinker;
import overtake.trace.Trace;

/// A recorded run, made smaller.
///
/// @param replayed the recorded run
/// @param trace of the smaller one
/// @param schedule the file that the smaller one was written to
/// @param notes what differs from the record without making the run another one
public record Shrunk(
        Replayed replayed,
        Shrinker.Result result,
        Trace trace,
        Path schedule,
        double seconds,
        List<String> notes) {
    public Shrunk {
        notes = List.copyOf(notes);
    }
}
