package overtake;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import overtake.explore.endless.Standing;
import overtake.explore.shrink.Shrinker;
import overtake.property.Violation;
import overtake.trace.Trace;

/// A violation that can be shown and replayed.
///
/// @param violation the smaller one if it was made smaller
/// @param schedule the file it was written to, or empty if it could not be written
/// @param standings where the agents are, if the run cannot go on or goes round for ever
/// @param shrunk how it was made smaller, if so
public record Counterexample(
        Violation violation, Trace trace, Optional<Path> schedule, List<Standing> standings,
        Optional<Shrunk> shrunk) {
    public Counterexample {
        standings = List.copyOf(standings);
    }

    /// How a violation was made smaller.
    ///
    /// @param original the file of the run that was found, if it could be written
    public record Shrunk(Shrinker.Result result, Optional<Path> original) {}
}
