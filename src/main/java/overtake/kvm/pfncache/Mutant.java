package overtake.kvm.pfncache;

import overtake.kernel.Params;

/// A change of the code that is more than a dropped or weakened operation. Numbers are rows of the brief, section 2.7.
public enum Mutant {
    NONE,
    /// 0.7: refresh sets valid after the retry check (patch 3's move dropped).
    VALID_AFTER_RETRY_CHECK,
    /// 0.8: the notifier extends the range after its fence.
    RANGE_AFTER_FENCE,
    /// 0.9: the notifier counts after extending the range, both before its fence.
    COUNT_AFTER_RANGE,
    /// 0.10: refresh writes uhva between valid and its fence.
    UHVA_AFTER_VALID,
    /// 0.11, the mild form: refresh writes uhva between its fence and the retry check.
    UHVA_AFTER_FENCE,
    /// 0.11: refresh writes uhva after the retry check, with pfn and khva.
    UHVA_AFTER_RETRY_CHECK,
    /// 0.12: the notifier does not look again under the cache's lock.
    NO_RECHECK,
    /// 0.16: refresh reads the sequence after the lookup.
    SNAPSHOT_AFTER_LOOKUP,
    /// 0.18: END drops the count before it bumps the sequence.
    COUNT_BEFORE_SEQ,
    /// 0.20: refresh reads the sequence before dropping the cache's lock (as the code before the patch does).
    SNAPSHOT_UNDER_LOCK,
    /// K3: refresh makes its retry check before it takes the cache's lock.
    RETRY_CHECK_BEFORE_LOCK,
    /// K1: activation initialises the cache's lock, which somebody may hold who has not yet seen that the cache is inactive.
    INITIALISES_LOCK,
    /// Invariant I0.6: activation sets active before the cache is on the list.
    ACTIVE_BEFORE_LIST_ADD,
    /// Invariant I0.7: refresh holds the cache's lock for write with interrupts on.
    INTERRUPTS_ON;

    /// Refuses a mutant of code that the world does not contain.
    ///
    /// @param refreshes whether there is a vCPU that refreshes a cache
    /// @param invalidates whether anybody calls START and END
    public void check(Variant variant, Ioctl ioctl, SlotMove move, boolean refreshes, boolean invalidates) {
        boolean activates = ioctl == Ioctl.REACTIVATE;
        boolean moves = ioctl == Ioctl.ACTIVATE_ELSEWHERE || move != SlotMove.NONE;
        switch (this) {
            case NONE -> {}
            case VALID_AFTER_RETRY_CHECK, SNAPSHOT_UNDER_LOCK -> {
                patched(variant);
                expect(refreshes, "it changes refresh", "vcpus = 1 or more");
            }
            case RANGE_AFTER_FENCE, COUNT_AFTER_RANGE, NO_RECHECK -> {
                patched(variant);
                expect(invalidates, "it changes START", "invalidations = 1 or more");
            }
            case UHVA_AFTER_VALID, UHVA_AFTER_FENCE, UHVA_AFTER_RETRY_CHECK -> {
                patched(variant);
                expect(moves, "uhva never changes", "ioctl = activate-elsewhere, or slot-move = two-swaps or one-swap");
            }
            case SNAPSHOT_AFTER_LOOKUP, RETRY_CHECK_BEFORE_LOCK, INTERRUPTS_ON ->
                expect(refreshes, "it changes refresh", "vcpus = 1 or more");
            case COUNT_BEFORE_SEQ -> expect(invalidates, "it changes END", "invalidations = 1 or more");
            case INITIALISES_LOCK, ACTIVE_BEFORE_LIST_ADD ->
                expect(activates, "it changes the activation of a cache", "ioctl = reactivate");
        }
    }

    private void patched(Variant variant) {
        expect(
                variant != Variant.BEFORE, "the code before the patch has no such place",
                "variant = as-posted, with-smp-mb or with-smp-mb-after-spinlock");
    }

    private void expect(boolean given, String why, String expected) {
        Params.require(given, Params.is("mutant", this), why, expected);
    }
}
