package overtake.kvm;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.down_write;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.rcu_assign_pointer;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.synchronize_srcu_expedited;
import static overtake.kernel.Kernel.up_write;

import org.jspecify.annotations.Nullable;
import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kernel.sched.Rcuwait;
import overtake.kernel.sched.TaskStruct;

/// Agent: the ioctl that changes one memslot (virt/kvm/kvm_main.c). Numbers in comments are the steps of SWAP in the brief, section 1.4.
///
/// What it does follows from the slots: no old one is a create, no new one a delete, one at another user address or guest frame a move, else flags change (dirty
/// logging). A delete or move first publishes a set in which the slot is invalid, which waits for whoever still uses the old one.
public final class MemslotIoctl implements Agent {
    private static final int KVM_ADDRESS_SPACE_NUM = 1;

    private final Kvm kvm;
    private final ArchMmu mmu;
    private final TaskStruct current = new TaskStruct();
    private final int id;
    private final @Nullable KvmMemorySlot old;
    private final @Nullable KvmMemorySlot invalid_slot;
    private final @Nullable KvmMemorySlot changed;
    private final boolean delete_or_move;
    private final Mutant mutant;

    /// A change of the update that is more than a dropped or weakened operation.
    public enum Mutant {
        NONE,
        /// A move or delete without the set in between, in which the slot is invalid.
        ONE_SWAP,
        /// G8: SWAP drops mn_invalidate_lock between the test of the count and the publication.
        PUBLISH_UNLOCKED,
        /// G12: SWAP announces itself as waiter after testing the count.
        ANNOUNCE_AFTER_TEST
    }

    public MemslotIoctl(Kvm kvm, ArchMmu mmu, int id, @Nullable KvmMemorySlot old, @Nullable KvmMemorySlot changed) {
        this(kvm, mmu, id, old, changed, Mutant.NONE);
    }

    /// @param id number of the slot in its set, 0 or 1
    /// @param old the slot as both sets hold it at the start; none is a create
    /// @param changed what it becomes; none is a delete
    public MemslotIoctl(
            Kvm kvm, ArchMmu mmu, int id, @Nullable KvmMemorySlot old, @Nullable KvmMemorySlot changed, Mutant mutant) {
        this.kvm = kvm;
        this.mmu = mmu;
        this.id = id;
        this.old = old;
        this.invalid_slot = old == null ? null : old.invalidated();
        this.changed = changed;
        this.delete_or_move = old != null
                && (changed == null
                        || changed.base_gfn != old.base_gfn
                        || changed.userspace_addr != old.userspace_addr);
        this.mutant = mutant;
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_set_memslot", commit = "v6.12")
    public void run() {
        mutex_lock(kvm.slots_lock);
        mutex_lock(kvm.slots_arch_lock);
        if (delete_or_move && mutant != Mutant.ONE_SWAP) {
            kvm_invalidate_memslot();
        }
        kvm_replace_memslot(changed);
        kvm_swap_active_memslots();
        kvm_replace_memslot(changed); // the set that is inactive now
        if (changed != null) {
            mmu.kvm_arch_commit_memory_region(changed);
        }
        mutex_unlock(kvm.slots_lock);
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_invalidate_memslot", commit = "v6.12")
    private void kvm_invalidate_memslot() {
        kvm_replace_memslot(invalid_slot);
        kvm_swap_active_memslots();
        if (old != null) {
            mmu.kvm_arch_flush_shadow_memslot(old);
        }
        mutex_lock(kvm.slots_arch_lock);
    }

    /// Changes the set that is not published.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_replace_memslot", commit = "v6.12")
    private void kvm_replace_memslot(@Nullable KvmMemorySlot slot) {
        KvmMemslots slots = kvm.inactive_memslots();
        if (id == 0) {
            slots.slot0 = slot;
        } else {
            slots.slot1 = slot;
        }
    }

    /// Publishes the other set and waits for readers of the old one. Drops slots_arch_lock, because waiting with it held could be a deadlock.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_swap_active_memslots", commit = "v6.12")
    private void kvm_swap_active_memslots() {
        KvmMemslots slots = kvm.inactive_memslots();
        int generation = kvm.kvm_memslots().generation;
        WRITE_ONCE(slots.generation, generation | KvmMemslots.UPDATE_IN_PROGRESS); // SWAP 1
        if (blocks_by_semaphore()) {
            down_write(kvm.mmu_notifier_slots_lock);
            rcu_assign_pointer(kvm.memslots, slots);
            up_write(kvm.mmu_notifier_slots_lock);
        } else {
            publish(slots);
        }
        mutex_unlock(kvm.slots_arch_lock); // 8
        synchronize_srcu_expedited(kvm.srcu); // 9
        mmu.kvm_arch_memslots_updated(generation + KVM_ADDRESS_SPACE_NUM); // 10
        WRITE_ONCE(slots.generation, generation + KVM_ADDRESS_SPACE_NUM); // 11
    }

    private boolean blocks_by_semaphore() {
        return kvm.blocking == MemslotBlocking.RWSEM_FAIR || kvm.blocking == MemslotBlocking.RWSEM_UNFAIR;
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_swap_active_memslots", commit = "v6.12")
    private void publish(KvmMemslots slots) {
        spin_lock(kvm.mn_invalidate_lock); // 2
        if (kvm.blocking == MemslotBlocking.RCUWAIT) {
            wait_for_invalidations();
        }
        if (mutant == Mutant.PUBLISH_UNLOCKED) {
            spin_unlock(kvm.mn_invalidate_lock);
            rcu_assign_pointer(kvm.memslots, slots);
            return;
        }
        rcu_assign_pointer(kvm.memslots, slots); // 6
        spin_unlock(kvm.mn_invalidate_lock); // 7
    }

    /// Sleeps until no invalidation is active. New ones are not held up, so this may take for ever; a fair lock would be a deadlock.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_swap_active_memslots", commit = "v6.12")
    private void wait_for_invalidations() {
        Rcuwait rcuwait = kvm.mn_memslots_update_rcuwait;
        if (mutant != Mutant.ANNOUNCE_AFTER_TEST) {
            rcuwait.prepare_to_rcuwait(current); // 3
        }
        while (READ_ONCE(kvm.mn_active_invalidate_count) != 0) { // 4
            if (mutant == Mutant.ANNOUNCE_AFTER_TEST) {
                spin_unlock(kvm.mn_invalidate_lock);
                rcuwait.prepare_to_rcuwait(current);
                current.set_current_state(TaskStruct.TASK_UNINTERRUPTIBLE);
            } else {
                current.set_current_state(TaskStruct.TASK_UNINTERRUPTIBLE);
                spin_unlock(kvm.mn_invalidate_lock);
            }
            current.schedule();
            spin_lock(kvm.mn_invalidate_lock);
        }
        rcuwait.finish_rcuwait(current); // 5
    }
}
