package overtake.kvm.teardown;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.srcu_read_lock;
import static overtake.kernel.Kernel.srcu_read_unlock;
import static overtake.kernel.Kernel.synchronize_srcu;

import overtake.kernel.KernelSource;
import overtake.kernel.SpinLock;
import overtake.kernel.Srcu;
import overtake.kvm.MmuNotifierOps;

/// The host's side of the callbacks (mm/mmu_notifier.c): they are called as long as KVM is subscribed, each in a section of SRCU. A subscription
/// that ends between a START and its END leaves that START without an END.
public final class NotifierSubscription implements MmuNotifierOps {
    /// The one domain of all notifiers.
    public final Srcu srcu = new Srcu();
    /// Of struct mmu_notifier_subscriptions.
    public final SpinLock lock = new SpinLock();
    /// Whether the subscription is on the list of the mm; written under the lock, read under srcu.
    public boolean hashed = true;
    private final MmuNotifierOps ops;

    /// @param ops KVM's callbacks
    public NotifierSubscription(MmuNotifierOps ops) {
        this.ops = ops;
    }

    @Override
    @KernelSource(file = "mm/mmu_notifier.c", function = "__mmu_notifier_invalidate_range_start", commit = "v6.12")
    public void kvm_mmu_notifier_invalidate_range_start(int start, int end, boolean may_block) {
        int idx = srcu_read_lock(srcu);
        if (READ_ONCE(hashed)) {
            ops.kvm_mmu_notifier_invalidate_range_start(start, end, may_block);
        }
        srcu_read_unlock(srcu, idx);
    }

    @Override
    @KernelSource(file = "mm/mmu_notifier.c", function = "__mmu_notifier_invalidate_range_end", commit = "v6.12")
    public void kvm_mmu_notifier_invalidate_range_end(int start, int end) {
        int idx = srcu_read_lock(srcu);
        if (READ_ONCE(hashed)) {
            ops.kvm_mmu_notifier_invalidate_range_end(start, end);
        }
        srcu_read_unlock(srcu, idx);
    }

    /// When it returns, no callback runs and none will.
    @KernelSource(file = "mm/mmu_notifier.c", function = "mmu_notifier_unregister", commit = "v6.12")
    public void mmu_notifier_unregister() {
        spin_lock(lock);
        WRITE_ONCE(hashed, false);
        spin_unlock(lock);
        synchronize_srcu(srcu);
    }
}
