package overtake.kvm.tdp;

import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.rcu_assign_pointer;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.synchronize_srcu_expedited;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.Kvm;

/// Agent: an ioctl that turns dirty logging of the guest's slot on (FLAGS and DIRTYLOG).
final class DirtyLogIoctl implements Agent {
    private final KvmArch arch;
    private final Kvm kvm;
    private final TdpMmu tdp;
    private final TdpSptes sptes;
    private final Requests requests;

    DirtyLogIoctl(KvmArch arch, TdpMmu tdp, TdpSptes sptes, Requests requests) {
        this.arch = arch;
        this.kvm = arch.kvm;
        this.tdp = tdp;
        this.sptes = sptes;
        this.requests = requests;
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_update_flags_memslot", commit = "v6.9")
    public void run() {
        mutex_lock(kvm.slots_lock);
        rcu_assign_pointer(kvm.memslots, arch.logging_slots);
        synchronize_srcu_expedited(kvm.srcu); // whoever still sees the old flags has finished
        kvm_mmu_slot_remove_write_access();
        arch.logging = true;
        mutex_unlock(kvm.slots_lock);
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_slot_remove_write_access", commit = "v6.9")
    private void kvm_mmu_slot_remove_write_access() {
        read_lock(kvm.mmu_lock);
        sptes.kvm_tdp_mmu_wrprot_slot();
        read_unlock(kvm.mmu_lock);
        tdp.rcu_do_batch();
        requests.kvm_flush_remote_tlbs();
    }
}
