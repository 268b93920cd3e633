package overtake.program.line;

/// What can be done to a cache line. One coherent cache stands for those of all cacheable observers; memory is what is seen at the point of
/// coherency. What each does to a line is said by `overtake.machine.LineCore`, once.
public enum LineOperation {
    /// A load through a cacheable mapping.
    READ("line_read"),
    /// A store through a cacheable mapping.
    WRITE("line_write"),
    /// A load through a non-cacheable mapping, such as every load of a guest whose MMU is off.
    READ_UNCACHED("line_read_nc"),
    WRITE_UNCACHED("line_write_nc"),
    /// DC CVAC: clean to the point of coherency.
    CLEAN("dc_cvac"),
    /// DC CIVAC: clean and invalidate.
    CLEAN_INVALIDATE("dc_civac"),
    /// DC IVAC: invalidate, without writing back.
    INVALIDATE("dc_ivac"),
    /// What a DSB waits for, of one line: the maintenance that this CPU has asked for.
    COMPLETE("dsb"),
    /// The hardware completes maintenance that any CPU has asked for.
    COMPLETE_EARLY("cache_complete"),
    /// The hardware makes room.
    EVICT("cache_evict"),
    /// The hardware reads ahead.
    FILL("cache_fill");

    private final String spelling;

    LineOperation(String spelling) {
        this.spelling = spelling;
    }

    /// The name in agents.
    public String spelling() {
        return spelling;
    }

    /// Whether it has a value to write.
    public boolean writes() {
        return this == WRITE || this == WRITE_UNCACHED;
    }

    /// Whether it gives a value.
    public boolean reads() {
        return this == READ || this == READ_UNCACHED;
    }
}
