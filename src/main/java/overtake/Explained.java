package overtake;

import overtake.explain.Explanation;

/// A recorded run, made again and explained.
///
/// @param seconds that the explanation took
public record Explained(Replayed replayed, Explanation explanation, double seconds) {}
