package overtake.kvm.tdp;

import static overtake.kernel.Kernel.cmpxchg;
import static overtake.kernel.Kernel.set_bit;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_wmb;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import overtake.kernel.KernelSource;

/// Requests to all vCPUs (REQUEST in the brief, 1.5). Both requests here wait for the IPI to be acknowledged.
final class Requests {
    static final int KVM_REQ_TLB_FLUSH = 0;
    static final int KVM_REQ_MMU_FREE_OBSOLETE_ROOTS = 1;

    private final KvmVcpu[] vcpus;

    Requests(KvmVcpu[] vcpus) {
        this.vcpus = vcpus;
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_make_all_cpus_request", commit = "v6.9")
    void kvm_make_all_cpus_request(int request) {
        for (KvmVcpu vcpu : vcpus) {
            smp_wmb(); // REQUEST 2, kvm_make_request
            set_bit(request, vcpu.requests);
            smp_mb(); // pairs with the barrier of ENTRY; kvm_vcpu_exiting_guest_mode
            int mode = cmpxchg(vcpu.mode, KvmVcpu.IN_GUEST_MODE, KvmVcpu.EXITING_GUEST_MODE);
            if (mode != KvmVcpu.OUTSIDE_GUEST_MODE) {
                ack_kick(vcpu);
            }
        }
    }

    /// Waits until the vCPU's CPU has taken the IPI.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_kick_many_cpus", commit = "v6.9")
    private static void ack_kick(KvmVcpu vcpu) {
        spin_lock(vcpu.ipi);
        spin_unlock(vcpu.ipi);
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_flush_remote_tlbs", commit = "v6.9")
    void kvm_flush_remote_tlbs() {
        kvm_make_all_cpus_request(KVM_REQ_TLB_FLUSH);
    }
}
