import static overtake.kernel.Kernel.*;

import overtake.kernel.*;
import overtake.kvm.*;
import overtake.kvm.mmu.*;
import overtake.kvm.vcpu.*;

/// A zap of a range that drops mmu_lock in the middle, while TLBs still hold what it has zapped (the bug of a835429cda91, v5.13). Whoever takes the lock
/// meanwhile finds no SPTE, flushes nothing, and lets the host free a page that a guest still reaches.
public record YieldWithoutFlush(
        @Param(value = "1", min = 1, max = 3, meaning = "vCPUs that run the guest") int vcpus,
        @Param(value = "true", meaning = "TLBs are flushed before mmu_lock is dropped") boolean flushes)
        implements ModelWorld {

    /// Flat SPTEs of two frames, with a zap of our own.
    record YieldingMmu(Kvm kvm, FlatMmu mmu, boolean flushes) implements ArchMmu {
        @Override
        public boolean faults() {
            return true;
        }

        @Override
        @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "zap_gfn_range", commit = "v5.12")
        public boolean kvm_unmap_gfn_range(int start, int end, boolean may_block) {
            boolean flush = start <= 0 && mmu.zap(mmu.sptes[0]);
            if (start <= 0 && end > 1) {
                if (flush && flushes) {
                    mmu.kvm_flush_remote_tlbs();
                    flush = false;
                }
                write_unlock(kvm.mmu_lock);
                cond_resched();
                write_lock(kvm.mmu_lock);
            }
            return end > 1 && mmu.zap(mmu.sptes[1]) || flush;
        }

        @Override
        public void kvm_flush_remote_tlbs() {
            mmu.kvm_flush_remote_tlbs();
        }
    }

    @Override
    public void compose(Composition composition) {
        var kvm = new Kvm(new MmStruct(2, 2), new KvmMemorySlot(0, 2, 0, 0), KvmVcpu.several(vcpus, 2));
        var requests = new VcpuRequests(kvm);
        var flat = new FlatMmu(kvm, requests, 2);
        var fault = new PageFault(kvm, flat);
        composition.shared("kvm", kvm);
        for (int i = 0; i < vcpus; i++) {
            var arch = new FlatVcpu(kvm, flat, fault, requests, 0, 2, false);
            composition.agent("vcpu" + i, new VcpuRun(kvm, kvm.vcpus[i], arch, 2));
        }
        var notifier = new MmuNotifier(kvm, new YieldingMmu(kvm, flat, flushes));
        var both = new HostRange(0, 2, true);
        composition.agent(
                "wide", new PageMigration(kvm, notifier, 1, kvm.mm.target(0), both, new PageMigration.NoJudge()));
        composition.agent("narrow", new PageMigration(kvm, notifier, 0, kvm.mm.target(1)));
    }
}
