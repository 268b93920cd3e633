package overtake.kvm.hva;

import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.rcu_assign_pointer;
import static overtake.kernel.Kernel.synchronize_srcu_expedited;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;

/// Agent: deletes the memslot (DELETE, brief 1.4): a set without it is published, and it is freed when nobody can walk the old set.
public final class DeleteSlot implements Agent {
    private final WalkedVm kvm;

    public DeleteSlot(WalkedVm kvm) {
        this.kvm = kvm;
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_delete_memslot", commit = "v6.15")
    public void run() {
        mutex_lock(kvm.slots_lock);
        MemorySlot slot = kvm.memslot;
        rcu_assign_pointer(kvm.memslot, null);
        synchronize_srcu_expedited(kvm.srcu);
        if (slot != null) {
            kvm.slots.free(slot);
        }
        mutex_unlock(kvm.slots_lock);
    }
}
