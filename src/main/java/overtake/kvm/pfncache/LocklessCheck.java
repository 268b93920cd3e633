package overtake.kvm.pfncache;

import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.Params;
import overtake.kernel.Pool;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.KernelMapping;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.KvmMemslots;
import overtake.kvm.MemslotIoctl;
import overtake.kvm.MmStruct;
import overtake.kvm.MmuNotifier;
import overtake.kvm.NoMmu;
import overtake.kvm.PageMigration;

/// System S0: the mmu_notifier looks at pfncaches without their locks (mail of 15 Oct 2024, patch 4 of 5).
///
/// Two user addresses, 0 and 1. Cache number i translates address i at the start; vCPU number i uses cache i modulo the number of caches.
public record LocklessCheck(
        @Param(value = "1", min = 1, max = 2, meaning = "caches; number i translates user address i") int caches,
        @Param(value = "1", max = 3, meaning = "notifiers that move the page of user address 0") int invalidations,
        @Param(value = "0", max = 3, meaning = "notifiers that move the page of user address 1") int invalidationsElsewhere,
        @Param(value = "1", max = 3, meaning = "vCPUs that refresh and use a cache") int vcpus,
        @Param(value = "1", max = 4, meaning = "uses of the page by each vCPU") int uses,
        @Param(value = "2", max = 8, meaning = "refreshes in vain after which a vCPU gives up a use") int refreshes,
        @Param(value = "with-smp-mb", meaning = "which code runs") Variant variant,
        @Param(value = "none", meaning = "a change of that code") Mutant mutant,
        @Param(value = "all", meaning = "which properties are checked") Checked checked,
        @Param(value = "empty", meaning = "what the caches hold at the start") Start start,
        @Param(value = "false", meaning = "pages without struct page: each is mapped and unmapped") boolean memremap,
        @Param(value = "false", meaning = "refresh waits for invalidations before each lookup (patch 2)") boolean busyWait,
        @Param(value = "true", meaning = "a memslot covers the user addresses; if not, no invalidation bumps the sequence") boolean memslot,
        @Param(value = "none", meaning = "how a memslot update moves the guest page from user address 0 to 1") SlotMove slotMove,
        @Param(value = "false", meaning = "a hard interrupt on the first vCPU's CPU uses the first cache") boolean interrupt,
        @Param(value = "none", meaning = "what an ioctl does to the first cache") Ioctl ioctl)
        implements ModelWorld {
    public LocklessCheck {
        Params.require(
                memslot || slotMove == SlotMove.NONE, Params.is("slot-move", slotMove), "there is no memslot to move",
                "memslot = true");
        Params.require(
                !interrupt || vcpus > 0, "interrupt = true", "there is no vCPU whose CPU it could come on",
                "vcpus = 1 or more");
        boolean maps = checked == Checked.VALID_IS_MAPPED || checked == Checked.UNMAPPED_ONCE;
        Params.require(
                !maps || memremap, Params.is("checked", checked), "with the direct map nothing is mapped or unmapped",
                "memremap = true");
        Params.require(
                checked != Checked.BOUNDED_ROUNDS || caches == 1, "checked = bounded-rounds",
                "rounds are counted against the invalidations of user address 0", "caches = 1");
        mutant.check(variant, ioctl, slotMove, vcpus > 0, invalidations + invalidationsElsewhere > 0);
    }

    @Override
    public void compose(Composition composition) {
        boolean slotMoves = slotMove != SlotMove.NONE;
        boolean elsewhere =
                caches > 1 || invalidationsElsewhere > 0 || slotMoves || ioctl == Ioctl.ACTIVATE_ELSEWHERE;
        var slot = new KvmMemorySlot(0, slotMoves ? 1 : 2, 0, 0);
        var kvm = kvm(new MmStruct(elsewhere ? 2 : 1, moves() + caches), slot);
        var mappings = new Pool<KernelMapping>(
                memremap ? caches + 2 * (vcpus + 1) : 0, memremap && start != Start.EMPTY ? caches : 0, false,
                _ -> new KernelMapping());
        var gpcs = caches(kvm, mappings);
        var refresh = new Refresh(kvm, mappings, memremap, busyWait, variant, mutant, checked, 1 + invalidations);

        composition.shared("kvm", kvm);
        for (int i = 0; i < caches; i++) {
            composition.shared(Composition.numbered("gpc", i), gpcs[i]);
            properties(composition, kvm, gpcs[i], i);
            if (memremap && checked.includes(Checked.VALID_IS_MAPPED)) {
                composition.always(Composition.numbered("valid-is-mapped", i),
                        new CacheProperties.ValidIsMapped(mappings, gpcs[i]));
            }
        }
        vcpus(composition, kvm, gpcs, refresh);
        notifiers(composition, kvm, gpcs);
        if (ioctl != Ioctl.NONE) {
            var activate = new Activate(kvm, refresh, memremap, mutant);
            composition.agent("ioctl", new CacheIoctl(kvm, gpcs[0], activate, ioctl));
        }
        if (slotMoves) {
            var moved = new KvmMemorySlot(0, 1, 1, 0);
            var swaps = slotMove == SlotMove.ONE_SWAP ? MemslotIoctl.Mutant.ONE_SWAP : MemslotIoctl.Mutant.NONE;
            composition.agent("memslot-update", new MemslotIoctl(kvm, new NoMmu(), 0, slot, moved, swaps));
        }
    }

    private Kvm kvm(MmStruct mm, KvmMemorySlot slot) {
        if (!memslot) {
            return new Kvm(mm, KvmMemslots.none());
        }
        return slotMove == SlotMove.NONE ? new Kvm(mm, slot) : Kvm.changing(mm, slot, null);
    }

    /// The caches, active and listed.
    private GfnToPfnCache[] caches(Kvm kvm, Pool<KernelMapping> mappings) {
        var gpcs = new GfnToPfnCache[caches];
        for (int i = 0; i < caches; i++) {
            var gpc = GfnToPfnCache.listed(kvm, i);
            gpc.valid = start == Start.VALID;
            if (start != Start.EMPTY) {
                var page = start == Start.MOVED ? kvm.mm.target(moves() + i) : kvm.mm.pte_offset(i).page;
                gpc.pfn = page;
                if (memremap) {
                    gpc.khva = mappings.get(i);
                    gpc.khva.page = page;
                }
            }
            gpcs[i] = gpc;
        }
        return gpcs;
    }

    private void vcpus(Composition composition, Kvm kvm, GfnToPfnCache[] gpcs, Refresh refresh) {
        var guestPage = new GuestPage(kvm, memremap, checked);
        for (int i = 0; i < vcpus; i++) {
            var gpc = gpcs[i % caches];
            var vcpu = new GpcUser(kvm, gpc, refresh, guestPage, uses, refreshes);
            if (interrupt && i == 0) {
                composition.agent("vcpu0", vcpu, new HardIrqUser(gpc, refresh, guestPage));
            } else {
                composition.agent("vcpu" + i, vcpu);
            }
        }
    }

    private void notifiers(Composition composition, Kvm kvm, GfnToPfnCache[] gpcs) {
        var walk = new InvalidateStart(kvm, variant, mutant);
        var notifier = new MmuNotifier(
                kvm, walk, new NoMmu(),
                mutant == Mutant.COUNT_BEFORE_SEQ ? MmuNotifier.Mutant.COUNT_BEFORE_SEQ : MmuNotifier.Mutant.NONE);
        var judge = new NoCacheUsable(gpcs, checked);
        for (int i = 0; i < invalidations; i++) {
            var migration = new PageMigration(kvm, notifier, 0, kvm.mm.target(i), judge);
            composition.agent(Composition.numbered("notifier", i), migration);
        }
        for (int i = 0; i < invalidationsElsewhere; i++) {
            var migration = new PageMigration(kvm, notifier, 1, kvm.mm.target(invalidations + i), judge);
            composition.agent(Composition.numbered("notifier-elsewhere", i), migration);
        }
    }

    private void properties(Composition composition, Kvm kvm, GfnToPfnCache gpc, int number) {
        if (checked.includes(Checked.NO_STALE_CACHE)) {
            composition.always(Composition.numbered("no-stale-cache", number),
                    new CacheProperties.NoStaleCache(kvm, gpc));
        }
        if (checked.includes(Checked.ACTIVE_IS_LISTED)) {
            composition.always(Composition.numbered("active-is-listed", number),
                    new CacheProperties.ActiveIsListed(kvm, gpc));
        }
        if (checked.includes(Checked.INACTIVE_IS_INVALID)) {
            composition.always(Composition.numbered("inactive-is-invalid", number),
                    new CacheProperties.InactiveIsInvalid(gpc));
        }
    }

    private int moves() {
        return invalidations + invalidationsElsewhere;
    }
}
