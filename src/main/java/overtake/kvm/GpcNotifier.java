package overtake.kvm;

/// What invalidations do to the pfncaches. The patches differ in it, so a world chooses one.
public interface GpcNotifier {
    /// Whether START calls it with mn_invalidate_lock held (patch 3 of the series) or after dropping it (the code before).
    boolean under_mn_invalidate_lock();

    /// Whether it counts the invalidation itself, in place of START (mutant 0.9 only).
    default boolean counts_invalidation() {
        return false;
    }

    void gfn_to_pfn_cache_invalidate_start(int start, int end);

    /// Called by END between the update of the sequence and the drop of the count.
    /// Nothing, unless caches are invalidated at the end.
    default void gfn_to_pfn_cache_invalidate_end(int start, int end) {}

    /// Called by END when the count has become 0, after dropping mn_invalidate_lock.
    /// Nothing, unless refresh sleeps.
    default void wake_up_waiters() {}
}
