import static overtake.kernel.Kernel.*;

import overtake.kernel.*;
import overtake.kvm.*;

/// A vCPU remembers that a guest frame has no memslot, tagged with the memslots' generation (the bug of ee3d1570b58b, v3.17). It must read the generation of
/// the set that it looked into: the generation of a newer set makes stale knowledge look fresh.
public record MmioInfoCache(
        @Param(value = "1", min = 1, max = 2, meaning = "vCPUs that touch the frame") int vcpus,
        @Param(value = "true", meaning = "the generation is read before the slots") boolean fixed)
        implements ModelWorld {

    /// What a vCPU remembers: vcpu->arch.mmio_gfn and mmio_gen.
    static final class MmioCache {
        boolean cached;
        int mmio_gen;
    }

    record Vcpu(Kvm kvm, MmioCache cache, boolean fixed) implements Agent {
        @Override
        public void run() {
            handle_ept_misconfig();
            handle_ept_misconfig();
        }

        @KernelSource(file = "arch/x86/kvm/mmu.c", function = "handle_mmio_page_fault, vcpu_cache_mmio_info", commit = "ee3d1570b58b, v3.17")
        private void handle_ept_misconfig() {
            int idx = srcu_read_lock(kvm.srcu);
            int now = READ_ONCE(kvm.kvm_memslots().generation);
            if (cache.cached && cache.mmio_gen == now) {
                ensure("mmio-info-is-fresh", ghost(kvm.memslots).gfn_to_memslot(0) == null
                        | ghost(kvm.memslots).generation != now);
            } else {
                fault(now);
            }
            srcu_read_unlock(kvm.srcu, idx);
        }

        private void fault(int now) {
            if (kvm.kvm_memslots().gfn_to_memslot(0) == null) {
                cache.cached = true;
                cache.mmio_gen = fixed ? now : READ_ONCE(kvm.kvm_memslots().generation);
            }
        }
    }

    @Override
    public void compose(Composition composition) {
        var kvm = Kvm.changing(new MmStruct(1, 0), null, null);
        composition.shared("kvm", kvm);
        for (int i = 0; i < vcpus; i++) {
            composition.agent("vcpu" + i, new Vcpu(kvm, new MmioCache(), fixed));
        }
        composition.agent("memslot-ioctl", new MemslotIoctl(kvm, new NoMmu(), 0, null, KvmMemorySlot.page0()));
    }
}
