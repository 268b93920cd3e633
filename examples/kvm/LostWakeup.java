import static overtake.kernel.Kernel.*;

import overtake.kernel.*;
import overtake.kvm.*;

/// The last END wakes a memslot update that waits for active invalidations. To save the wake-up when nobody waits, END looks for a waiter first:
/// right if it looks after it has dropped the count, behind a full barrier; a lost wake-up if it looks before.
public record LostWakeup(
        @Param(value = "1", min = 1, max = 3, meaning = "invalidations") int invalidations,
        @Param(value = "after-drop", meaning = "when END looks for a waiter") Look look)
        implements ModelWorld {

    public enum Look {
        AFTER_DROP,
        /// The bug.
        BEFORE_DROP
    }

    /// KVM's START, and an END of our own made of KVM's parts.
    record Ops(Kvm kvm, MmuNotifier notifier, Look look) implements MmuNotifierOps {
        @Override
        public void kvm_mmu_notifier_invalidate_range_start(int start, int end, boolean may_block) {
            notifier.kvm_mmu_notifier_invalidate_range_start(start, end, may_block);
        }

        @Override
        public void kvm_mmu_notifier_invalidate_range_end(int start, int end) {
            int idx = kvm.memslots_read_lock();
            notifier.end_hva_range(start, end);
            kvm.memslots_read_unlock(idx);
            boolean waits = READ_ONCE(kvm.mn_memslots_update_rcuwait.task) != null;
            spin_lock(kvm.mn_invalidate_lock);
            WRITE_ONCE(kvm.mn_active_invalidate_count, kvm.mn_active_invalidate_count - 1);
            boolean last = kvm.mn_active_invalidate_count == 0;
            spin_unlock(kvm.mn_invalidate_lock);
            if (look == Look.AFTER_DROP) {
                smp_mb();
                waits = READ_ONCE(kvm.mn_memslots_update_rcuwait.task) != null;
            }
            if (last && waits) {
                kvm.mn_memslots_update_rcuwait.rcuwait_wake_up();
            }
        }
    }

    @Override
    public void compose(Composition composition) {
        var slot = KvmMemorySlot.page0();
        var kvm = Kvm.changing(new MmStruct(1, invalidations), slot, null);
        var ops = new Ops(kvm, new MmuNotifier(kvm, new NoMmu()), look);
        composition.shared("kvm", kvm);
        for (int i = 0; i < invalidations; i++) {
            composition.agent(Composition.numbered("notifier", i), new PageMigration(kvm, ops, 0, kvm.mm.target(i)));
        }
        composition.agent("memslot-ioctl", new MemslotIoctl(kvm, new NoMmu(), 0, slot, null));
    }
}
