package overtake.program.line;

/// What an assertion may ask of a cache line, without touching it.
public enum LineQuestion {
    /// The value in memory, at the point of coherency.
    MEMORY("ghost_poc"),
    /// Whether the cache holds a value that memory lacks.
    DIRTY("ghost_dirty"),
    /// Whether the cache holds the line.
    CACHED("ghost_cached"),
    /// The value that a cacheable load would see.
    VALUE("ghost_line");

    private final String spelling;

    LineQuestion(String spelling) {
        this.spelling = spelling;
    }

    /// The name in agents.
    public String spelling() {
        return spelling;
    }
}
