package overtake.kvm.aging;

import overtake.kernel.StateProperty;
import overtake.kvm.Page;

/// I4.5, when all is over: userspace has copied what the guest wrote last, or the bitmap still says that it has not.
public record NoLostWrite(AgedVm vm) implements StateProperty {
    @Override
    public boolean holds() {
        Page page = vm.mem_map[vm.host_pfn];
        return vm.dirty_bitmap != 0 || vm.copied == page.contents;
    }
}
