package overtake.machine;

/// A rule of the cache model, see [LineCore]. Tests switch one off and find a scenario that is decided otherwise then.
enum LineRule {
    /// A cacheable load leaves the line in the cache.
    LOADS_ALLOCATE,
    /// A cacheable store stays in the cache.
    STORES_STAY,
    /// A non-cacheable access sees memory alone.
    UNCACHED_BYPASSES,
    /// A line can leave the cache at any time, and memory gets its dirty value then.
    EVICTIONS,
    /// A line can come into the cache at any time.
    FILLS,
    /// Maintenance need not have completed when the next instruction is executed.
    MAINTENANCE_IS_LATE,
    /// Maintenance may have completed before anybody waits for it.
    MAINTENANCE_MAY_BE_EARLY,
    /// Accesses of a CPU to a line come after its maintenance of the line.
    SAME_LINE_IN_ORDER,
    /// DSB waits for the maintenance of its CPU.
    BARRIER_COMPLETES,
    /// To clean is to write back, and to keep the line.
    CLEAN_KEEPS,
    /// To invalidate is to drop the line, dirty or not.
    INVALIDATE_DROPS
}
