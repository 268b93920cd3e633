package overtake.kvm.mmio;

import static overtake.kernel.Kernel.BUG_ON;
import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.cmpxchg;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.srcu_read_lock;
import static overtake.kernel.Kernel.srcu_read_unlock;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.KernelSource;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kvm.ArchMmu;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.MemslotIoctl;
import overtake.kvm.MmStruct;

/// A page fault meets a memslot that is being deleted (e0c378684b65): published as invalid, and what it maps not yet zapped.
public record InvalidSlot(
        @Param(value = "1", min = 1, max = 3, meaning = "vCPUs that fault on the slot") int vcpus,
        @Param(value = "retry", meaning = "what a fault on an invalid slot does") OnInvalid onInvalid)
        implements ModelWorld {

    /// What a fault on an invalid slot does.
    public enum OnInvalid {
        /// Lets the guest try again: the fix.
        RETRY,
        /// Takes the address for a device's, as if there were no slot.
        MMIO
    }

    @Override
    public void compose(Composition composition) {
        var slot = new KvmMemorySlot(0, 1, 0, 0);
        var kvm = Kvm.changing(new MmStruct(1, 0), slot, null);
        var mmu = new OneEntry(kvm);
        composition.shared("kvm", kvm);
        composition.shared("mmu", mmu);
        for (int i = 0; i < vcpus; i++) {
            composition.agent("vcpu" + i, new Faulter(kvm, mmu, onInvalid));
        }
        composition.agent(
                "memslot-ioctl", new MemslotIoctl(kvm, mmu, 0, slot, null));
    }

    /// The one SPTE of the guest frame: a present leaf at the start, at the stricter level that a further fault for it is on its way.
    public static final class OneEntry implements ArchMmu {
        public static final int NONE = 0;
        public static final int LEAF = 1;
        public static final int MMIO = 2;

        public int spte = LEAF;
        private final Kvm kvm;

        public OneEntry(Kvm kvm) {
            this.kvm = kvm;
        }

        @Override
        public boolean faults() {
            return false;
        }

        @Override
        public boolean kvm_unmap_gfn_range(int start, int end, boolean may_block) {
            return false;
        }

        @Override
        public void kvm_flush_remote_tlbs() {}

        @Override
        @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_arch_flush_shadow_memslot", commit = "v5.15")
        public void kvm_arch_flush_shadow_memslot(KvmMemorySlot slot) {
            write_lock(kvm.mmu_lock);
            WRITE_ONCE(spte, NONE);
            write_unlock(kvm.mmu_lock);
        }
    }

    /// Agent: a vCPU that faults once, because it wants more than the leaf allows.
    public static final class Faulter implements Agent {
        private final Kvm kvm;
        private final OneEntry mmu;
        private final OnInvalid on_invalid;

        public Faulter(Kvm kvm, OneEntry mmu, OnInvalid on_invalid) {
            this.kvm = kvm;
            this.mmu = mmu;
            this.on_invalid = on_invalid;
        }

        @Override
        @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_faultin_pfn, handle_abnormal_pfn", commit = "e0c378684b65, v5.15")
        public void run() {
            int idx = srcu_read_lock(kvm.srcu);
            KvmMemorySlot slot = kvm.kvm_memslots().gfn_to_memslot(0);
            boolean retry = slot != null && slot.invalid() && on_invalid == OnInvalid.RETRY;
            if (!retry) {
                boolean mmio = slot == null || slot.invalid();
                read_lock(kvm.mmu_lock);
                kvm_tdp_mmu_map(mmio ? OneEntry.MMIO : OneEntry.LEAF);
                read_unlock(kvm.mmu_lock);
            }
            srcu_read_unlock(kvm.srcu, idx);
        }

        /// A present leaf must be zapped, and TLBs flushed, before anything else takes its place.
        @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_map_handle_target_level", commit = "v5.15")
        private void kvm_tdp_mmu_map(int new_spte) {
            int old_spte = READ_ONCE(mmu.spte);
            if (old_spte != new_spte && cmpxchg(mmu.spte, old_spte, new_spte) == old_spte) {
                BUG_ON(old_spte == OneEntry.LEAF);
            }
        }
    }
}
