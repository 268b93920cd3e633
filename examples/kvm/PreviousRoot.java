import static overtake.kernel.Kernel.*;

import overtake.kernel.*;
import overtake.kvm.*;
import overtake.kvm.tdp.*;
import overtake.kvm.vcpu.*;

/// A vCPU that switches between two roles (a nested guest comes and goes) keeps the root of the other one as its previous root, with a reference, and takes it
/// up again without a lookup. It must ask whether that root became obsolete meanwhile, as it asks of the one that it has loaded.
public record PreviousRoot(
        @Param(value = "1", min = 1, max = 3, meaning = "vCPUs that switch") int vcpus,
        @Param(value = "1", min = 1, max = 2, meaning = "deletions of a memslot") int deletions,
        @Param(value = "true", meaning = "a previous root that is obsolete is dropped") boolean fixed)
        implements ModelWorld {

    /// mmu->prev_roots[0] of a vCPU.
    static final class Previous {
        KvmMmuPage root;
    }

    /// Ghost: an ioctl that deletes a slot has returned.
    static final class Done {
        boolean deleted;
    }

    record Delete(Agent ioctl, Done done) implements Agent {
        @Override
        public void run() {
            ioctl.run();
            done.deleted = true;
        }
    }

    record Switching(TdpVcpu mmu, KvmMmu kvm_mmu, Previous previous, TdpCpu cpu, Done done, boolean fixed)
            implements VcpuArch {
        @Override
        public void handle_requests(KvmVcpu vcpu) {
            if (cpu.requests.kvm_check_request(VcpuRequests.KVM_REQ_MMU_FREE_OBSOLETE_ROOTS, vcpu)) {
                kvm_mmu.kvm_mmu_free_obsolete_roots();
                KvmMmuPage root = previous.root;
                if (fixed && root != null && KvmMmuPage.invalid(root.role)) {
                    previous.root = null;
                    kvm_mmu.kvm_mmu_free_roots(root);
                }
            }
        }

        @Override
        public void kvm_mmu_reload(KvmVcpu vcpu) {
            if (mmu.root == null) {
                kvm_mmu.kvm_mmu_load();
            }
        }

        /// The guest runs a nested guest, and comes back: each time the roots change places.
        @Override
        @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "fast_pgd_switch", commit = "v6.9")
        public int guest(KvmVcpu vcpu) {
            KvmMmuPage root = mmu.root;
            ensure("no-obsolete-root-after-deletion", !ghost(done.deleted) | !KvmMmuPage.invalid(ghost(root.role)));
            mmu.root = previous.root;
            previous.root = root;
            return NO_FAULT;
        }

        @Override
        public void page_fault(KvmVcpu vcpu, int gfn) {}
    }

    @Override
    public void compose(Composition composition) {
        var kvm = new Kvm(new MmStruct(1, 0), KvmMemorySlot.page0(), KvmVcpu.several(vcpus, 0));
        var arch = new KvmArch(kvm, TdpVcpu.several(kvm.vcpus, 1), vcpus + 3, 0, false);
        composition.shared("kvm", kvm);
        composition.shared("arch", arch);
        var done = new Done();
        composition.shared("done", done);
        for (int i = 0; i < vcpus; i++) {
            var cpu = new TdpCpu(arch);
            var previous = new Previous();
            composition.shared("previous" + i, previous);
            var mmu = arch.vcpus[i];
            var guest = new Switching(mmu, new KvmMmu(arch, mmu, cpu), previous, cpu, done, fixed);
            composition.agent("vcpu" + i, new VcpuRun(kvm, kvm.vcpus[i], guest, GuestEntry.X86_FOLDED_SRCU, 3));
        }
        for (int i = 0; i < deletions; i++) {
            var zap = new TdpCpu(arch).mmu;
            var ioctl = new TdpAgents.DeleteOtherSlot(kvm, zap, KvmMemorySlot.page0(), true);
            composition.agent(Composition.numbered("delete", i), new Delete(ioctl, done));
        }
    }
}
