package overtake.kvm.hva;

import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.Params;

/// System S4, the seed itself: the walk of memslots without mmu_lock for aging, beside invalidations with mmu_lock and a memslot that goes.
public record LocklessWalk(
        @Param(value = "1", max = 3, meaning = "walks for aging") int agers,
        @Param(value = "true", meaning = "they take no mmu_lock") boolean lockless,
        @Param(value = "false", meaning = "their range has an on_lock function, which only ranges with mmu_lock may have") boolean onLock,
        @Param(value = "warn", meaning = "what the walk does about a lockless range with on_lock") Guard guard,
        @Param(value = "true", meaning = "a memslot covers the user address") boolean memslot,
        @Param(value = "0", max = 2, meaning = "invalidations of the user address") int invalidations,
        @Param(value = "false", meaning = "the memslot is deleted") boolean delete)
        implements ModelWorld {

    public LocklessWalk {
        Params.require(!delete || memslot, "delete = true", "there is no memslot to delete", "memslot = true");
        Params.require(
                !delete || invalidations == 0, "delete = true",
                "that a swap waits for active invalidations is not modelled here", "invalidations = 0");
        Params.require(
                agers > 0 || !onLock, "on-lock = true", "it is the agers' range", "agers = 1 or more");
    }

    @Override
    public void compose(Composition composition) {
        var kvm = new WalkedVm(memslot ? 1 : 0);
        var walk = new HvaWalk(kvm, guard);
        composition.shared("kvm", kvm);
        for (int i = 0; i < agers; i++) {
            composition.agent(
                    Composition.numbered("ager", i),
                    new AgeHva(kvm, walk, new HvaWalk.Range(0, 1, lockless, onLock, true)));
        }
        for (int i = 0; i < invalidations; i++) {
            composition.agent(Composition.numbered("notifier", i), new Invalidate(kvm, walk));
        }
        if (delete) {
            composition.agent("memslot-delete", new DeleteSlot(kvm));
        }
        composition.atTheEnd("count-is-right", new CountIsRight(kvm));
    }
}
