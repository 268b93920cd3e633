import static overtake.kernel.Kernel.*;

import overtake.kernel.*;
import overtake.kvm.*;

/// arm64: a VM's VMID belongs to a generation; when VMIDs run out, a new generation begins and every VM needs a new one. A vCPU compares generations without
/// the lock. If the generation is stored before the VMID, another vCPU of the VM enters the guest with the old VMID (fb544d1ca65a, v5.0).
public record VmidRollover(
        @Param(value = "2", min = 1, max = 4, meaning = "vCPUs of the VM that enter the guest") int vcpus,
        @Param(value = "true", meaning = "the VMID is stored before its generation") boolean fixed)
        implements ModelWorld {

    static final class Vmid {
        final SpinLock kvm_vmid_lock = new SpinLock();
        int kvm_vmid_gen = 2;
        int next_vmid = 7;
        /// struct kvm_vmid of the VM: of the generation before.
        int vmid_gen = 1;
        int vmid = 3;
    }

    record Enter(KvmVcpu vcpu, Vmid vmid, boolean fixed) implements Agent {
        @Override
        public void run() {
            update_vmid();
            WRITE_ONCE(vcpu.mode, KvmVcpu.IN_GUEST_MODE);
            ensure("vmid-is-of-this-generation", READ_ONCE(vmid.vmid) != 3);
            WRITE_ONCE(vcpu.mode, KvmVcpu.OUTSIDE_GUEST_MODE);
        }

        @KernelSource(file = "virt/kvm/arm/arm.c", function = "update_vttbr", commit = "fb544d1ca65a, v5.0")
        private void update_vmid() {
            if (READ_ONCE(vmid.vmid_gen) == READ_ONCE(vmid.kvm_vmid_gen)) {
                smp_rmb();
                return;
            }
            spin_lock(vmid.kvm_vmid_lock);
            if (vmid.vmid_gen != vmid.kvm_vmid_gen) {
                int fresh = vmid.next_vmid++;
                if (fixed) {
                    WRITE_ONCE(vmid.vmid, fresh);
                    smp_wmb();
                    WRITE_ONCE(vmid.vmid_gen, vmid.kvm_vmid_gen);
                } else {
                    WRITE_ONCE(vmid.vmid_gen, vmid.kvm_vmid_gen);
                    WRITE_ONCE(vmid.vmid, fresh);
                }
            }
            spin_unlock(vmid.kvm_vmid_lock);
        }
    }

    @Override
    public void compose(Composition composition) {
        var vmid = new Vmid();
        composition.shared("vmid", vmid);
        for (int i = 0; i < vcpus; i++) {
            composition.agent("vcpu" + i, new Enter(new KvmVcpu(0), vmid, fixed));
        }
    }
}
