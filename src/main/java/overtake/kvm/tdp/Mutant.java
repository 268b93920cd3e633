package overtake.kvm.tdp;

import overtake.kernel.Params;

/// A change of the code that is more than a dropped or weakened operation. Numbers are rows of the brief, section 4.5.
public enum Mutant {
    NONE,
    /// 1.1: LOAD does not look again under tdp_mmu_pages_lock.
    NO_RECHECK,
    /// 1.4: ZAP makes its request after it has dropped mmu_lock.
    REQUEST_AFTER_UNLOCK,
    /// 1.4, in its strongest form: ZAP makes its request after it has zapped everything.
    REQUEST_AFTER_ZAP,
    /// Invariant I1.6: ZAP makes no request at all.
    NO_REQUEST,
    /// 1.5: a root becomes invalid before it is scheduled.
    INVALID_BEFORE_SCHEDULED,
    /// 1.6: ZAP takes a root off its schedule after zapping it.
    UNSCHEDULED_AFTER_ZAP,
    /// 1.8: ZAP puts the gifted reference before it zaps the root.
    GIFT_BEFORE_ZAP,
    /// 1.9: list_del in place of list_del_rcu.
    LIST_DEL,
    /// 1.10: a walk takes its reference without asking whether the count is zero.
    PLAIN_INC,
    /// 1.11: UNMAP visits valid roots only (K6).
    UNMAP_VALID_ROOTS,
    /// 1.12: a page fault does not ask whether its root is obsolete (K5).
    NO_OBSOLETE_CHECK,
    /// 1.13: a root is born with one reference.
    BORN_WITH_ONE,
    /// 1.16: a page fault links a new page table by a plain store.
    PLAIN_LINK,
    /// 1.17: the initialisation of a root writes mmu_valid_gen.
    WRITES_VALID_GEN,
    /// 1.18: LOAD holds tdp_mmu_pages_lock but not mmu_lock.
    LOAD_WITHOUT_MMU_LOCK,
    /// 4.7: another agent schedules all roots with mmu_lock held for read and without slots_lock.
    SCHEDULED_BY_ANOTHER;

    /// @throws IllegalArgumentException if the world does not contain what the mutant changes
    public void check(Variant variant, boolean touches, int deletions, int invalidations) {
        switch (this) {
            case NO_RECHECK, LOAD_WITHOUT_MMU_LOCK ->
                expect(variant != Variant.BEFORE, "the code before the series has no such place",
                        "variant = series or fixed");
            case REQUEST_AFTER_UNLOCK,
                    REQUEST_AFTER_ZAP,
                    NO_REQUEST,
                    INVALID_BEFORE_SCHEDULED,
                    UNSCHEDULED_AFTER_ZAP,
                    GIFT_BEFORE_ZAP,
                    WRITES_VALID_GEN,
                    SCHEDULED_BY_ANOTHER,
                    LIST_DEL,
                    PLAIN_INC ->
                expect(deletions > 0, "only deletions zap and free roots", "deletions = 1 or 2");
            case UNMAP_VALID_ROOTS -> expect(invalidations > 0, "only invalidations unmap", "invalidations = 1 or 2");
            case NO_OBSOLETE_CHECK, PLAIN_LINK -> expect(touches, "the guest does not fault", "touches = true");
            case NONE, BORN_WITH_ONE -> {}
        }
    }

    private void expect(boolean given, String why, String expected) {
        Params.require(given, Params.is("mutant", this), why, expected);
    }
}
