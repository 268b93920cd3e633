import static overtake.kernel.Kernel.*;

import overtake.kernel.*;
import overtake.kvm.*;
import overtake.kvm.pfncache.*;

/// Two invalidations at once, two caches. START must extend the range of active invalidations; one that overwrites it makes the refresh of the other
/// cache think that nothing is going on.
public record RangeOverwritten(
        @Param(value = "2", min = 1, max = 2, meaning = "caches; number i translates user address i") int caches,
        @Param(value = "1", max = 2, meaning = "invalidations of user address 0") int invalidations,
        @Param(value = "1", max = 2, meaning = "invalidations of user address 1") int invalidationsElsewhere,
        @Param(value = "true", meaning = "START extends the range; if not, it overwrites it") boolean extend)
        implements ModelWorld {

    /// The shipped walk of the caches, behind a range of our own.
    record Start(Kvm kvm, InvalidateStart caches, boolean extend) implements GpcNotifier {
        @Override
        public boolean under_mn_invalidate_lock() {
            return true;
        }

        @Override
        public void gfn_to_pfn_cache_invalidate_start(int start, int end) {
            caches.gfn_to_pfn_cache_invalidate_start(start, end);
            if (!extend) {
                WRITE_ONCE(kvm.mmu_gpc_invalidate_range_start, start);
                WRITE_ONCE(kvm.mmu_gpc_invalidate_range_end, end);
            }
        }
    }

    @Override
    public void compose(Composition composition) {
        var mm = new MmStruct(2, invalidations + invalidationsElsewhere);
        var kvm = new Kvm(mm, new KvmMemorySlot(0, 2, 0, 0));
        var refresh = new Refresh(kvm, Variant.WITH_SMP_MB);
        composition.shared("kvm", kvm);
        for (int i = 0; i < caches; i++) {
            var gpc = GfnToPfnCache.listed(kvm, i);
            composition.shared("gpc" + i, gpc);
            composition.agent("vcpu" + i, new GpcUser(kvm, gpc, refresh));
            composition.always("no-stale-cache" + i, new CacheProperties.NoStaleCache(kvm, gpc));
        }
        var start = new Start(kvm, new InvalidateStart(kvm, Variant.WITH_SMP_MB), extend);
        var notifier = new MmuNotifier(kvm, start, new NoMmu());
        for (int i = 0; i < invalidations; i++) {
            composition.agent(Composition.numbered("notifier", i), new PageMigration(kvm, notifier, 0, mm.target(i)));
        }
        for (int i = 0; i < invalidationsElsewhere; i++) {
            composition.agent(
                    Composition.numbered("notifier-elsewhere", i),
                    new PageMigration(kvm, notifier, 1, mm.target(invalidations + i)));
        }
    }
}
