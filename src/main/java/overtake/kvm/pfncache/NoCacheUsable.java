package overtake.kvm.pfncache;

import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.ghost_held_write;

import overtake.kvm.GfnToPfnCache;
import overtake.kvm.PageMigration;

/// I0.3, the notifier's half: between START and END a cache of the address can be valid only in the hands of a refresh that is still to see the
/// invalidation.
public final class NoCacheUsable implements PageMigration.Judge {
    private final GfnToPfnCache[] gpcs;
    private final boolean ensures;

    /// @param gpcs all caches, listed or not
    public NoCacheUsable(GfnToPfnCache[] gpcs, Checked checked) {
        this.gpcs = gpcs;
        this.ensures = checked.includes(Checked.ONE_OF_THE_TWO_SEES);
    }

    @Override
    public void started(int uhva) {}

    @Override
    @SuppressWarnings("ShortCircuitBoolean")
    public void moved(int uhva) {
        if (!ensures) {
            return;
        }
        for (GfnToPfnCache gpc : gpcs) {
            // no branch on ghosts: nothing waits for them or guesses them
            ensure(
                    "one-of-the-two-sees",
                    !ghost(gpc.valid) | ghost(gpc.uhva) != uhva | ghost_held_write(gpc.lock));
        }
    }
}
