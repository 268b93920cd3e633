package overtake.kvm.pfncache;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;

import overtake.kvm.GfnToPfnCache;
import overtake.kvm.Kvm;
import overtake.kvm.Page;
import overtake.kvm.Pte;

/// USER 3: what a user does through the cache, after a successful check and still under gpc->lock.
final class GuestPage {
    private final Kvm kvm;
    private final boolean memremap;
    private final boolean ensure_in_use;
    private final boolean touch;

    GuestPage(Kvm kvm, boolean memremap, Checked checked) {
        this.kvm = kvm;
        this.memremap = memremap;
        this.ensure_in_use = checked.includes(Checked.NO_USE_AFTER_INVALIDATE);
        this.touch = checked.includes(Checked.USE_AFTER_FREE);
    }

    /// I0.1: the host still maps the page at the user address that the cache translates, so that it cannot have freed it.
    /// A null pointer on the way is as much a finding as a stale one, so nothing here tests for it.
    @SuppressWarnings("NullAway")
    void access(GfnToPfnCache gpc) {
        Page page = memremap ? gpc.khva.page : gpc.pfn;
        if (ensure_in_use) {
            Pte pte = kvm.mm.pte_offset(ghost(gpc.uhva));
            ensure("no-use-after-invalidate", ghost(pte.page) == page);
        }
        if (touch) {
            READ_ONCE(page.contents);
        }
    }
}
