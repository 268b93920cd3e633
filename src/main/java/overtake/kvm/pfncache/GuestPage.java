package overtake.kvm.pfncache;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;

import overtake.kvm.GfnToPfnCache;
import overtake.kvm.Kvm;
import overtake.kvm.Page;
import overtake.kvm.Pte;

/// USER 3: what a user does through the cache, after a successful check and still under gpc->lock.
public final class GuestPage {
    private final Kvm kvm;
    private final boolean memremap;
    private final boolean ensure_in_use;
    private final boolean touch;

    /// By the direct map, with all checks.
    public GuestPage(Kvm kvm) {
        this(kvm, false, Checked.ALL);
    }

    public GuestPage(Kvm kvm, boolean memremap, Checked checked) {
        this(kvm, memremap, checked.includes(Checked.NO_USE_AFTER_INVALIDATE),
                checked.includes(Checked.USE_AFTER_FREE));
    }

    /// @param memremap whether a user goes through the kernel mapping of the cache
    /// @param ensure_in_use whether to check I0.1
    /// @param touch whether the user touches the page, which is a use after free if the host has freed it
    public GuestPage(Kvm kvm, boolean memremap, boolean ensure_in_use, boolean touch) {
        this.kvm = kvm;
        this.memremap = memremap;
        this.ensure_in_use = ensure_in_use;
        this.touch = touch;
    }

    /// I0.1: the host still maps the page at the user address that the cache translates, so that it cannot have freed it.
    /// A null pointer on the way is as much a finding as a stale one, so nothing here tests for it.
    @SuppressWarnings("NullAway")
    public void access(GfnToPfnCache gpc) {
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
