package overtake.kvm.tdp;

import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.rcu_assign_pointer;
import static overtake.kernel.Kernel.synchronize_srcu_expedited;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemslots;

/// Agent: an ioctl that deletes a memslot, the guest's or another one. Either way all roots go.
final class MemslotDelete implements Agent {
    private final KvmArch arch;
    private final Kvm kvm;
    private final TdpZap zap;
    private final boolean slots_locked;
    private final boolean guests;
    private final KvmMemslots invalid;
    private final KvmMemslots empty;

    /// @param slots_locked whether it holds slots_lock, as it must
    /// @param guests whether it is the guest's slot; then `invalid` and `empty` are the sets to publish
    MemslotDelete(
            KvmArch arch,
            TdpZap zap,
            boolean slots_locked,
            boolean guests,
            KvmMemslots invalid,
            KvmMemslots empty) {
        this.arch = arch;
        this.kvm = arch.kvm;
        this.zap = zap;
        this.slots_locked = slots_locked;
        this.guests = guests;
        this.invalid = invalid;
        this.empty = empty;
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_delete_memslot", commit = "v6.9")
    public void run() {
        if (slots_locked) {
            mutex_lock(kvm.slots_lock);
        }
        if (guests) {
            kvm_swap_active_memslots(invalid);
        }
        zap.kvm_mmu_zap_all_fast();
        if (guests) {
            kvm_swap_active_memslots(empty);
            arch.slot_deleted = true;
        }
        if (slots_locked) {
            mutex_unlock(kvm.slots_lock);
        }
    }

    /// Nothing here looks at generations or at the count of active invalidations.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_swap_active_memslots", commit = "v6.9")
    private void kvm_swap_active_memslots(KvmMemslots slots) {
        rcu_assign_pointer(kvm.memslots, slots); // SWAP 6
        synchronize_srcu_expedited(kvm.srcu); // 9
    }
}
