package overtake;

import java.nio.file.Path;
import java.util.Optional;
import overtake.property.Violation;
import overtake.trace.Trace;

/// A violation that can be shown and replayed.
///
/// @param schedule the file it was written to, or empty if it could not be written
public record Counterexample(Violation violation, Trace trace, Optional<Path> schedule) {}
