package overtake.program.line;

/// A cache line of the world, such as `image.entry`.
///
/// @param initial what memory holds at first; no cache does
public record LineInfo(String name, int initial) {}
