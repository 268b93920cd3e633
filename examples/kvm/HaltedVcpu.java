import static overtake.kernel.Kernel.*;

import overtake.kernel.*;
import overtake.kernel.sched.*;
import overtake.kvm.*;
import overtake.kvm.vcpu.*;

/// A vCPU that halts announces itself, looks for requests, and sleeps. Who makes a request looks for a sleeper first, to save the wake-up; without a full
/// barrier between the request and that look, each can miss the other (the kind of bug that 5e0018b3e39e, v4.15, mended).
public record HaltedVcpu(
        @Param(value = "1", min = 1, max = 2, meaning = "agents that make a request") int requesters,
        @Param(value = "true", meaning = "a full barrier before the look for a sleeper") boolean barrier)
        implements ModelWorld {

    record Halt(KvmVcpu vcpu, VcpuRequests requests, Rcuwait rcuwait, TaskStruct current) implements Agent {
        @Override
        @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_vcpu_block", commit = "v6.12")
        public void run() {
            rcuwait.prepare_to_rcuwait(current);
            current.set_current_state(TaskStruct.TASK_UNINTERRUPTIBLE);
            while (!requests.kvm_check_request(VcpuRequests.KVM_REQ_OTHER, vcpu)) {
                current.schedule();
                current.set_current_state(TaskStruct.TASK_UNINTERRUPTIBLE);
            }
            rcuwait.finish_rcuwait(current);
        }
    }

    record Requester(KvmVcpu vcpu, Rcuwait rcuwait, boolean barrier) implements Agent {
        @Override
        @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_vcpu_wake_up", commit = "v6.12")
        public void run() {
            WRITE_ONCE(vcpu.requests, 1 << VcpuRequests.KVM_REQ_OTHER); // under a lock of the requesters: no LOCKed instruction
            if (barrier) {
                smp_mb();
            }
            if (READ_ONCE(rcuwait.task) != null) { // rcuwait_active
                rcuwait.rcuwait_wake_up();
            }
        }
    }

    @Override
    public void compose(Composition composition) {
        var vcpu = new KvmVcpu(0);
        var kvm = new Kvm(new MmStruct(1, 0), KvmMemslots.none(), vcpu);
        var rcuwait = new Rcuwait();
        composition.shared("vcpu", vcpu);
        composition.shared("rcuwait", rcuwait);
        composition.agent("vcpu0", new Halt(vcpu, new VcpuRequests(kvm), rcuwait, new TaskStruct()));
        for (int i = 0; i < requesters; i++) {
            composition.agent(Composition.numbered("requester", i), new Requester(vcpu, rcuwait, barrier));
        }
    }
}
