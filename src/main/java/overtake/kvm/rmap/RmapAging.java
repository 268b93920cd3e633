package overtake.kvm.rmap;

import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.Params;

/// System S4, the shadow MMU's half: agers walk the reverse map of a guest page under its bit lock, while holders of mmu_lock change it.
public record RmapAging(
        @Param(value = "1", min = 1, max = 2, meaning = "agers without mmu_lock") int agers,
        @Param(value = "false", meaning = "the agers only ask, and change no SPTE") boolean testOnly,
        @Param(value = "1", min = 1, max = 3, meaning = "SPTEs that map the page at the start") int length,
        @Param(value = "1", max = 1, meaning = "holders of mmu_lock that add an SPTE; the chain has room for one more") int adds,
        @Param(value = "1", max = 2, meaning = "holders of mmu_lock that zap the first SPTE") int removals,
        @Param(value = "0", max = 2, meaning = "holders of mmu_lock that zap the last SPTE") int tailRemovals,
        @Param(value = "false", meaning = "another task wants the first ager's CPU, and adds an SPTE there") boolean oneCpu,
        @Param(value = "none", meaning = "a change of the lock") Mutant mutant)
        implements ModelWorld {

    public RmapAging {
        Params.require(
                adds + (oneCpu ? 1 : 0) <= 1, "adds = " + adds,
                "adds and one-cpu add more than one SPTE, and the chain has room for one more",
                oneCpu ? "adds = 0" : "adds = 0 or 1");
        Params.require(
                mutant != Mutant.PREEMPTIBLE || oneCpu, "mutant = preemptible", "nobody wants the ager's CPU",
                "one-cpu = true");
    }

    @Override
    public void compose(Composition composition) {
        var head = new RmapHead(length);
        var lock = new RmapLock(head, mutant);
        composition.shared("head", head);
        composition.atTheEnd("rmap-lock-is-released", new LockIsReleased(head));
        for (int i = 0; i < agers; i++) {
            var ager = new AgeRmap(head, lock, testOnly, mutant);
            if (oneCpu && i == 0) {
                composition.agent("ager", ager, new RmapWriter(head, lock, RmapWriter.Change.ADD, true));
            } else {
                composition.agent(Composition.numbered("ager", i), ager);
            }
        }
        writers(composition, head, lock, "adder", adds, RmapWriter.Change.ADD);
        writers(composition, head, lock, "zapper", removals, RmapWriter.Change.REMOVE_FIRST);
        writers(composition, head, lock, "tail-zapper", tailRemovals, RmapWriter.Change.REMOVE_LAST);
    }

    private static void writers(
            Composition composition, RmapHead head, RmapLock lock, String name, int count, RmapWriter.Change change) {
        for (int i = 0; i < count; i++) {
            composition.agent(Composition.numbered(name, i), new RmapWriter(head, lock, change, false));
        }
    }
}
