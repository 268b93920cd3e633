package overtake.kvm;

import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.cond_resched;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.rcu_assign_pointer;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.synchronize_srcu_expedited;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;

/// Agent: an ioctl that moves the guest page to another user address (DELETE/MOVE, brief 1.4): first a set with the slot invalid is published,
/// which waits for whoever still uses the old one, then the new set.
public final class MemslotUpdate implements Agent {
    private final Kvm kvm;
    private final KvmMemslots invalid;
    private final KvmMemslots moved;
    private final boolean one_swap;

    /// @param one_swap mutant: the new set is published at once
    public MemslotUpdate(Kvm kvm, KvmMemslots invalid, KvmMemslots moved, boolean one_swap) {
        this.kvm = kvm;
        this.invalid = invalid;
        this.moved = moved;
        this.one_swap = one_swap;
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_set_memslot", commit = "v6.12")
    public void run() {
        mutex_lock(kvm.slots_lock);
        if (!one_swap) {
            kvm_swap_active_memslots(invalid, 1);
        }
        kvm_swap_active_memslots(moved, 2);
        mutex_unlock(kvm.slots_lock);
    }

    /// Waits for the count by polling; rcuwait is left out, since nothing here depends on who is woken.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_swap_active_memslots", commit = "v6.12")
    private void kvm_swap_active_memslots(KvmMemslots slots, int generation) {
        WRITE_ONCE(slots.generation, generation | KvmMemslots.UPDATE_IN_PROGRESS); // SWAP 1
        spin_lock(kvm.mn_invalidate_lock); // 2
        while (kvm.mn_active_invalidate_count != 0) { // 4
            spin_unlock(kvm.mn_invalidate_lock);
            cond_resched();
            spin_lock(kvm.mn_invalidate_lock);
        }
        rcu_assign_pointer(kvm.memslots, slots); // 6
        spin_unlock(kvm.mn_invalidate_lock); // 7
        synchronize_srcu_expedited(kvm.srcu); // 9
        WRITE_ONCE(slots.generation, generation); // 11
    }
}
