package overtake.kvm.machinery;

import static overtake.kernel.Kernel.WRITE_ONCE;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.KvmVcpu;
import overtake.kvm.vcpu.VcpuRequests;

/// Agent: makes a request that has a payload of every vCPU, and kicks it.
final class Requester implements Agent {
    private final KvmVcpu[] vcpus;
    private final VcpuRequests requests;

    Requester(KvmVcpu[] vcpus, VcpuRequests requests) {
        this.vcpus = vcpus;
        this.requests = requests;
    }

    @Override
    @KernelSource(file = "Documentation/virt/kvm/vcpu-requests.rst", function = "kvm_make_request, kvm_vcpu_kick", commit = "v6.12")
    public void run() {
        request(0);
        request(1);
        request(2);
    }

    private void request(int id) {
        if (id >= vcpus.length) {
            return;
        }
        KvmVcpu vcpu = vcpus[id];
        WRITE_ONCE(vcpu.payload, 1);
        requests.kvm_make_request(VcpuRequests.KVM_REQ_OTHER, vcpu);
        requests.kvm_vcpu_kick(vcpu);
    }
}
