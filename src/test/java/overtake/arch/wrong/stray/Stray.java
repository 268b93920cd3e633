package overtake.arch.wrong.stray;

/// A class in a package that the table does not know.
public final class Stray {}
