package overtake.kvm.mmio;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.srcu_read_lock;
import static overtake.kernel.Kernel.srcu_read_unlock;
import static overtake.kernel.Kernel.synchronize_srcu;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.KernelSource;
import overtake.kernel.ModelWorld;
import overtake.kernel.Mutex;
import overtake.kernel.Param;
import overtake.kernel.SpinLock;
import overtake.kernel.Srcu;

/// MMIO SPTEs are tagged with the low bits of the memslot generation. When these wrap to 0, old entries would look fresh again, so all are zapped
/// (152482580a1b: before the new generation is published). Here the tag has two bits, and the update is the one that wraps.
///
/// The fix leaves a window of one access, which reads the entry before the zap and the generation after its publication: see `vcpuReads`.
public record MmioGeneration(
        @Param(value = "1", min = 1, max = 3, meaning = "vCPUs that touch the device") int vcpus,
        @Param(value = "before-publishing", meaning = "when the architecture hears of the new generation") Hook hook,
        @Param(value = "generation-first", meaning = "what a vCPU reads first") Reads vcpuReads)
        implements ModelWorld {

    private static final int TAG = 3;
    private static final int WRAPPING = 4;

    /// KVM_MEMSLOT_GEN_UPDATE_IN_PROGRESS.
    private static final int UPDATE_IN_PROGRESS = 1 << 30;

    /// When kvm_arch_memslots_updated is called.
    public enum Hook {
        /// The fix.
        BEFORE_PUBLISHING,
        AFTER_PUBLISHING
    }

    /// The order of a vCPU's two reads.
    public enum Reads {
        /// Not the kernel's order, but the one in which the fix leaves nothing.
        GENERATION_FIRST,
        /// The kernel's: hardware has walked to the entry, then the handler compares.
        ENTRY_FIRST
    }

    @Override
    public void compose(Composition composition) {
        var slots = new Slots();
        composition.shared("slots", slots);
        for (int i = 0; i < vcpus; i++) {
            composition.agent("vcpu" + i, new Vcpu(slots, vcpuReads));
        }
        composition.agent("memslot-ioctl", new Update(slots, hook));
    }

    /// The published generation, and one MMIO SPTE left over from generation 0.
    public static final class Slots {
        public final Mutex slots_lock = new Mutex();
        public final SpinLock mmu_lock = new SpinLock();
        public final Srcu srcu = new Srcu();
        public int generation = WRAPPING - 1;
        public boolean mmio_spte = true;

        /// The generation that the SPTE was made in. KVM knows only its low bits.
        public int made_in;
    }

    /// Agent: the ioctl that brings the generation to 4.
    public static final class Update implements Agent {
        private final Slots slots;
        private final Hook hook;

        public Update(Slots slots, Hook hook) {
            this.slots = slots;
            this.hook = hook;
        }

        @Override
        @KernelSource(file = "virt/kvm/kvm_main.c", function = "install_new_memslots", commit = "152482580a1b, v5.1")
        public void run() {
            mutex_lock(slots.slots_lock);
            WRITE_ONCE(slots.generation, WRAPPING - 1 | UPDATE_IN_PROGRESS);
            synchronize_srcu(slots.srcu);
            if (hook == Hook.BEFORE_PUBLISHING) {
                kvm_arch_memslots_updated();
            }
            WRITE_ONCE(slots.generation, WRAPPING);
            if (hook == Hook.AFTER_PUBLISHING) {
                kvm_arch_memslots_updated();
            }
            mutex_unlock(slots.slots_lock);
        }

        /// The new generation's low bits are 0, so all MMIO SPTEs go.
        @KernelSource(file = "arch/x86/kvm/mmu.c", function = "kvm_mmu_invalidate_mmio_sptes", commit = "v5.1")
        private void kvm_arch_memslots_updated() {
            spin_lock(slots.mmu_lock);
            slots.mmio_spte = false;
            spin_unlock(slots.mmu_lock);
        }
    }

    /// Agent: a vCPU that faults on a guest frame without a slot.
    public static final class Vcpu implements Agent {
        private final Slots slots;
        private final Reads reads;

        public Vcpu(Slots slots, Reads reads) {
            this.slots = slots;
            this.reads = reads;
        }

        @Override
        @KernelSource(file = "arch/x86/kvm/mmu.c", function = "handle_mmio_page_fault, check_mmio_spte", commit = "v5.1")
        public void run() {
            int idx = srcu_read_lock(slots.srcu);
            int generation = reads == Reads.GENERATION_FIRST ? READ_ONCE(slots.generation) : 0;
            spin_lock(slots.mmu_lock); // stands for the walk of the entry, which is one load
            boolean present = slots.mmio_spte;
            int made_in = slots.made_in;
            spin_unlock(slots.mmu_lock);
            if (reads == Reads.ENTRY_FIRST) {
                generation = READ_ONCE(slots.generation);
            }
            boolean stable = (generation & UPDATE_IN_PROGRESS) == 0;
            boolean taken_for_fresh = present && stable && (made_in & TAG) == (generation & TAG);
            ensure("mmio-spte-is-fresh", !taken_for_fresh || made_in == generation);
            srcu_read_unlock(slots.srcu, idx);
        }
    }
}
