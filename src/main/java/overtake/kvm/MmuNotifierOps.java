package overtake.kvm;

/// struct mmu_notifier_ops, the two callbacks around a change of host memory (include/linux/mmu_notifier.h). Agents that change host memory
/// take it, so that a world can give them KVM's ([MmuNotifier]) or a START and END of its own.
public interface MmuNotifierOps {
    /// START of the user addresses from `start` to before `end`: the pages are still mapped, and KVM has dropped its use of them when it returns.
    ///
    /// @param may_block whether the callback may sleep or drop mmu_lock
    void kvm_mmu_notifier_invalidate_range_start(int start, int end, boolean may_block);

    /// END of the same range: by now the host may have freed the pages.
    void kvm_mmu_notifier_invalidate_range_end(int start, int end);
}
