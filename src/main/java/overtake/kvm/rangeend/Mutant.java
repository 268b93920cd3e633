package overtake.kvm.rangeend;

import overtake.kernel.Params;
import overtake.kvm.MmuNotifier;

/// A change of the code that is more than a dropped or weakened operation. Numbers are rows of the brief, section 3.5.
public enum Mutant {
    NONE,
    /// 3.3: END drops the count before it clears the flag.
    COUNT_BEFORE_CLEAR,
    /// 3.5: refresh sets the flag after dropping the cache's lock.
    FLAG_AFTER_UNLOCK,
    /// 3.5: refresh sets the flag after the lookup.
    FLAG_AFTER_LOOKUP,
    /// I3.5: refresh sets the flag once, before its loop, and not again after an invalidation has cleared it.
    FLAG_BEFORE_LOOP,
    /// 3.6: the wait tests the count before it is on the queue.
    TEST_BEFORE_PREPARE,
    /// 3.6: the wait tests the count without mn_invalidate_lock.
    TEST_UNLOCKED,
    /// 3.7: END wakes before it drops the count.
    WAKE_BEFORE_DECREMENT,
    /// 3.9: refresh looks at the flag before it takes the cache's lock for the last time.
    RETRY_CHECK_BEFORE_LOCK,
    /// 3.10: refresh waits with the cache's lock held for write.
    WAIT_LOCKED;

    /// Refuses a mutant of code that the world does not contain.
    ///
    /// @param invalidates whether anybody calls START and END
    public void check(WaitPolicy wait, boolean invalidates) {
        String found = Params.is("mutant", this);
        boolean sleeps = wait == WaitPolicy.WAIT_QUEUE || wait == WaitPolicy.HALT_POLL;
        boolean of_sleep = this == TEST_BEFORE_PREPARE || this == TEST_UNLOCKED || this == WAKE_BEFORE_DECREMENT;
        boolean of_end = this == COUNT_BEFORE_CLEAR || this == WAKE_BEFORE_DECREMENT;
        Params.require(
                !of_sleep || sleeps, found, "it changes the sleep on the wait queue",
                "waiting = wait-queue or halt-poll");
        Params.require(!of_end || invalidates, found, "it changes END", "invalidations = 1 or more");
    }

    public MmuNotifier.Mutant ofNotifier() {
        return switch (this) {
            case COUNT_BEFORE_CLEAR -> MmuNotifier.Mutant.COUNT_BEFORE_CACHES;
            case WAKE_BEFORE_DECREMENT -> MmuNotifier.Mutant.WAKE_BEFORE_DECREMENT;
            case NONE,
                    FLAG_AFTER_UNLOCK,
                    FLAG_AFTER_LOOKUP,
                    FLAG_BEFORE_LOOP,
                    TEST_BEFORE_PREPARE,
                    TEST_UNLOCKED,
                    RETRY_CHECK_BEFORE_LOCK,
                    WAIT_LOCKED ->
                MmuNotifier.Mutant.NONE;
        };
    }
}
