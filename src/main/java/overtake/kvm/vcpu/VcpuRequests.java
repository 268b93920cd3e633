package overtake.kvm.vcpu;

import static overtake.kernel.Kernel.clear_bit;
import static overtake.kernel.Kernel.cmpxchg;
import static overtake.kernel.Kernel.cpu_relax;
import static overtake.kernel.Kernel.set_bit;
import static overtake.kernel.Kernel.smp_load_acquire;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_mb__after_atomic;
import static overtake.kernel.Kernel.smp_mb__before_atomic;
import static overtake.kernel.Kernel.smp_wmb;
import static overtake.kernel.Kernel.test_bit;

import overtake.kernel.KernelSource;
import overtake.kvm.Kvm;
import overtake.kvm.KvmVcpu;

/// REQUEST and the kick (brief 1.5): asks a vCPU to do something before it next enters the guest, and makes it leave the guest if it is there.
public final class VcpuRequests {
    public static final int KVM_REQ_TLB_FLUSH = 0;
    public static final int KVM_REQ_MMU_FREE_OBSOLETE_ROOTS = 1;
    /// A request with a payload. Worlds may number further ones, up to 31.
    public static final int KVM_REQ_OTHER = 2;

    private final Kvm kvm;
    private final Barrier barrier;

    /// What orders the request before the look at the mode.
    public enum Barrier {
        /// The kernel's: smp_mb__before_atomic ahead of a cmpxchg, which is no atomic operation for the kernel's model if it fails.
        BEFORE_ATOMIC,
        SMP_MB
    }

    /// With a full barrier, which is what all architectures make of the kernel's.
    public VcpuRequests(Kvm kvm) {
        this(kvm, Barrier.SMP_MB);
    }

    public VcpuRequests(Kvm kvm, Barrier barrier) {
        this.kvm = kvm;
        this.barrier = barrier;
    }

    /// The caller has stored the payload, if any.
    @KernelSource(file = "include/linux/kvm_host.h", function = "__kvm_make_request", commit = "v6.12")
    public void kvm_make_request(int req, KvmVcpu vcpu) {
        smp_wmb(); // pairs with smp_mb__after_atomic in kvm_check_request
        set_bit(req, vcpu.requests);
    }

    /// Whether the request was made; it is taken back.
    @KernelSource(file = "include/linux/kvm_host.h", function = "kvm_check_request", commit = "v6.12")
    public boolean kvm_check_request(int req, KvmVcpu vcpu) {
        if (!test_bit(req, vcpu.requests)) {
            return false;
        }
        clear_bit(req, vcpu.requests);
        smp_mb__after_atomic();
        return true;
    }

    /// Asks all vCPUs, at most four, and then waits until each of them has left the guest or was outside when it was asked. The kernel's two loops
    /// are written out.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_make_all_cpus_request", commit = "v6.12")
    public void kvm_make_all_cpus_request(int req) {
        boolean ipi0 = kvm_make_vcpu_request(req, 0);
        boolean ipi1 = kvm_make_vcpu_request(req, 1);
        boolean ipi2 = kvm_make_vcpu_request(req, 2);
        boolean ipi3 = kvm_make_vcpu_request(req, 3);
        kvm_kick_cpu(ipi0, 0);
        kvm_kick_cpu(ipi1, 1);
        kvm_kick_cpu(ipi2, 2);
        kvm_kick_cpu(ipi3, 3);
    }

    /// Whether the vCPU was in the guest, or still has to leave it.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_make_vcpu_request", commit = "v6.12")
    private boolean kvm_make_vcpu_request(int req, int id) {
        if (id >= kvm.vcpus.length) {
            return false;
        }
        KvmVcpu vcpu = kvm.vcpus[id];
        kvm_make_request(req, vcpu);
        return kvm_request_needs_ipi(vcpu);
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_kick_many_cpus", commit = "v6.12")
    private void kvm_kick_cpu(boolean ipi, int id) {
        if (ipi && id < kvm.vcpus.length) {
            wait_for_exit(kvm.vcpus[id]);
        }
    }

    /// Makes the vCPU leave the guest, without waiting for it.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_vcpu_kick", commit = "v6.12")
    public void kvm_vcpu_kick(KvmVcpu vcpu) {
        kvm_request_needs_ipi(vcpu);
    }

    /// Changes the mode of a vCPU that is in the guest, which stands for the interrupt that makes it leave.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_request_needs_ipi; kvm_vcpu_exiting_guest_mode of include/linux/kvm_host.h", commit = "v6.12")
    private boolean kvm_request_needs_ipi(KvmVcpu vcpu) {
        if (barrier == Barrier.SMP_MB) {
            smp_mb();
        } else {
            smp_mb__before_atomic();
        }
        return cmpxchg(vcpu.mode, KvmVcpu.IN_GUEST_MODE, KvmVcpu.EXITING_GUEST_MODE) != KvmVcpu.OUTSIDE_GUEST_MODE;
    }

    /// What smp_call_function_many with `wait` does: returns when the vCPU's CPU has taken the interrupt, that is, has left the guest.
    @KernelSource(file = "kernel/smp.c", function = "smp_call_function_many_cond", commit = "v6.12")
    private void wait_for_exit(KvmVcpu vcpu) {
        while (smp_load_acquire(vcpu.mode) == KvmVcpu.EXITING_GUEST_MODE) {
            cpu_relax();
        }
    }
}
