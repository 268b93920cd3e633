package overtake.kvm.arm64;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.smp_mb;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.KernelSource;
import overtake.kernel.ModelWorld;
import overtake.kernel.Mutex;
import overtake.kernel.Param;

/// The pending bitmap under weak ordering, which cache lines cannot have: ordinary memory stands for the point of coherency. The flush is the store
/// of what the guest is to read, and the DSB is a full barrier.
/// Accesses to the bitmap are marked; the series has plain ones, which scenarios make of them.
public record PendingBit(
        @Param(value = "2", min = 1, max = 3, meaning = "vCPUs that run for the first time") int vcpus)
        implements ModelWorld {
    private static final int CLEANED = 1;

    @Override
    public void compose(Composition composition) {
        var vm = new Vm();
        vm.mmu_pending_ops = 1 << PendingOp.FLUSH_DCACHE;
        composition.shared("kvm", vm);
        for (int i = 0; i < vcpus; i++) {
            var vcpu = new Vcpu();
            composition.shared("vcpu" + i, vcpu);
            composition.agent("vcpu" + i, new Runner(vm, vcpu));
        }
    }

    /// What struct kvm has for this.
    static final class Vm {
        final Mutex slots_lock = new Mutex();
        int mmu_pending_ops;

        /// What the guest reads; not 0 once it has been cleaned to the point of coherency.
        int memory;
    }

    /// Agent: KVM_RUN, steps 2 to 6.
    static final class Runner implements Agent {
        private final Vm kvm;
        private final Vcpu vcpu;

        Runner(Vm kvm, Vcpu vcpu) {
            this.kvm = kvm;
            this.vcpu = vcpu;
        }

        @Override
        public void run() {
            kvm_arch_vcpu_ioctl_run();
        }

        @KernelSource(file = "arch/arm64/kvm/arm.c", function = "kvm_arch_vcpu_ioctl_run", commit = "RFC v4 04/39")
        private void kvm_arch_vcpu_ioctl_run() {
            if (READ_ONCE(kvm.mmu_pending_ops) != 0) { // 2
                kvm_mmu_perform_pending_ops(); // 3
            }
            WRITE_ONCE(vcpu.mode, 1); // 5
            smp_mb();
            ensure("guest-sees-userspace", READ_ONCE(kvm.memory) == CLEANED); // 6
        }

        @KernelSource(file = "arch/arm64/kvm/mmu.c", function = "kvm_mmu_perform_pending_ops", commit = "RFC v4 04/39")
        private void kvm_mmu_perform_pending_ops() {
            mutex_lock(kvm.slots_lock); // 1
            if (READ_ONCE(kvm.mmu_pending_ops) != 0) { // 2
                flush();
                WRITE_ONCE(kvm.mmu_pending_ops, 0); // 4
            }
            mutex_unlock(kvm.slots_lock); // 5
        }

        /// Step 3 of PERFORM.
        private void flush() {
            WRITE_ONCE(kvm.memory, CLEANED);
            smp_mb();
        }
    }
}
