package overtake.kvm.hva;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WARN_ON_ONCE;
import static overtake.kernel.Kernel.rcu_dereference;
import static overtake.kernel.Kernel.srcu_read_lock;
import static overtake.kernel.Kernel.srcu_read_unlock;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import overtake.kernel.KernelSource;

/// kvm_handle_hva_range as the seed leaves it (virt/kvm/kvm_main.c, aa34b811650c; lore: v9 02/11 of Feb 2025): finds the memslot of a range of
/// user addresses and calls a handler for it, with mmu_lock or without.
public final class HvaWalk {
    /// struct kvm_mmu_notifier_range, without the addresses: what is to be done where a memslot is found.
    ///
    /// @param lockless without mmu_lock
    /// @param on_lock called once when mmu_lock has been taken; it counts an invalidation
    public record Range(int start, int end, boolean lockless, boolean on_lock, boolean has_handler) {}

    private final WalkedVm kvm;
    private final Guard guard;

    public HvaWalk(WalkedVm kvm, Guard guard) {
        this.kvm = kvm;
        this.guard = guard;
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_handle_hva_range", commit = "aa34b811650c, v6.15")
    public boolean kvm_handle_hva_range(Range range, OnLock on_lock) {
        if (guard == Guard.WARN && WARN_ON_ONCE(range.lockless() && range.on_lock())) {
            return false;
        }
        boolean young = false;
        int idx = srcu_read_lock(kvm.srcu);
        MemorySlot slot = rcu_dereference(kvm.memslot);
        if (slot != null && slot.overlaps(range.start(), range.end())) {
            if (!range.lockless()) {
                write_lock(kvm.mmu_lock);
            }
            if (range.on_lock()) {
                on_lock.on_lock();
            }
            if (range.has_handler()) {
                young = READ_ONCE(slot.arch) != 0;
            }
            if (!range.lockless()) {
                write_unlock(kvm.mmu_lock);
            }
        }
        srcu_read_unlock(kvm.srcu, idx);
        return young;
    }
}
