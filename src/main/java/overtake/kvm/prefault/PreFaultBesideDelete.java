package overtake.kvm.prefault;

import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.MemslotIoctl;
import overtake.kvm.MmStruct;
import overtake.kvm.NoMmu;

/// Pre-faulting of a guest frame whose memslot is being deleted (v6.18): no loop inside a section of SRCU may wait for what only happens after that
/// section has ended.
public record PreFaultBesideDelete(
        @Param(value = "eagain", meaning = "what pre-faulting does on a retry") PreFault.OnRetry onRetry,
        @Param(value = "2", min = 1, max = 4, meaning = "how often userspace calls") int calls)
        implements ModelWorld {

    @Override
    public void compose(Composition composition) {
        var slot = new KvmMemorySlot(0, 1, 0, 0);
        var kvm = Kvm.changing(new MmStruct(1, 0), slot, null);
        composition.shared("kvm", kvm);
        composition.agent("vcpu0", new PreFault(kvm, onRetry, calls));
        composition.agent(
                "memslot-ioctl", new MemslotIoctl(kvm, new NoMmu(), 0, slot, null));
    }
}
