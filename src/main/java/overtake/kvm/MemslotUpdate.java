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

/// Agent: an ioctl that publishes another set of memslots (SWAP, brief 1.4), so that the guest page lies at another user address. The kernel
/// does it in two swaps, with the slot invalid in between; the caches see only that the generation moved.
public final class MemslotUpdate implements Agent {
    private final Kvm kvm;
    private final KvmMemslots slots;
    private final int generation;

    /// @param slots the set to publish, not used before
    public MemslotUpdate(Kvm kvm, KvmMemslots slots) {
        this.kvm = kvm;
        this.slots = slots;
        this.generation = slots.generation;
    }

    @Override
    public void run() {
        mutex_lock(kvm.slots_lock);
        kvm_swap_active_memslots();
        mutex_unlock(kvm.slots_lock);
    }

    /// Waits for the count by polling; rcuwait is left out, since nothing here depends on who is woken.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_swap_active_memslots", commit = "v6.12")
    private void kvm_swap_active_memslots() {
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
