package overtake.lift.pfncache;

import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.StateProperty;
import overtake.lift.pfncache.Kvm.GfnToPfnCache;

/// The refresh loop of the pfn cache against an invalidation, without the parts that a full model has.
public record PfncacheWorld(boolean refreshFence, boolean invalidateFence) implements ModelWorld {
    record CountIsNotNegative(Kvm kvm) implements StateProperty {
        @Override
        public boolean holds() {
            return kvm.mn_active_invalidate_count >= 0 && kvm.mmu_invalidate_in_progress >= 0;
        }
    }

    @Override
    public void compose(Composition composition) {
        Kvm kvm = new Kvm();
        GfnToPfnCache gpc = new GfnToPfnCache(kvm, 3);
        composition.shared("kvm", kvm);
        composition.shared("gpc", gpc);
        composition.agent("vcpu0", new Refresh(gpc, refreshFence, 1));
        composition.agent("vcpu1", new Refresh(gpc, refreshFence, 1));
        composition.agent("notifier", new Invalidate(kvm, 0, 8, invalidateFence));
        composition.always("counts-are-not-negative", new CountIsNotNegative(kvm));
    }
}
