package overtake.kvm.teardown;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WARN_ON;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.lockdep_assert_held_write;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.KernelSource;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.Pool;
import overtake.kvm.ArchMmu;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.MemslotIoctl;
import overtake.kvm.MmStruct;
import overtake.kvm.MmuNotifier;
import overtake.kvm.PageMigration;

/// kvm_destroy_vm beside invalidations of the host: the VM ends its subscription, deletes a memslot of its own, and frees its page tables.
///
/// An invalidation whose END nobody hears any more leaves the count of active ones above 0, and the deletion of the memslot would wait for it for ever.
public record VmDestroy(
        @Param(value = "1", min = 1, max = 3, meaning = "notifiers that move the page of the VM") int invalidations,
        @Param(value = "true", meaning = "the count of active invalidations is set to 0 before memslots are deleted") boolean countReset)
        implements ModelWorld {
    @Override
    public void compose(Composition composition) {
        var slot = KvmMemorySlot.page0();
        var kvm = Kvm.changing(new MmStruct(1, invalidations), slot, null);
        var mmu = new PageTables(kvm);
        var subscription = new NotifierSubscription(new MmuNotifier(kvm, mmu));
        composition.shared("kvm", kvm);
        composition.shared("mmu", mmu);
        composition.shared("subscription", subscription);
        for (int i = 0; i < invalidations; i++) {
            composition.agent(
                    Composition.numbered("notifier", i), new PageMigration(kvm, subscription, 0, kvm.mm.target(i)));
        }
        composition.agent(
                "destroy",
                new Destroy(kvm, mmu, subscription, new MemslotIoctl(kvm, mmu, 0, slot, null), countReset));
    }

    /// What the VM maps memory with, and frees in the end.
    public static final class PageTables implements ArchMmu {
        /// A page table of one entry.
        public static final class Table {
            public boolean present = true;
        }

        public final Pool<Table> tables = new Pool<>(1, 1, true, _ -> new Table());
        public final Table root = tables.get(0);
        private final Kvm kvm;

        public PageTables(Kvm kvm) {
            this.kvm = kvm;
        }

        @Override
        public boolean faults() {
            return false;
        }

        @Override
        public boolean kvm_unmap_gfn_range(int start, int end, boolean may_block) {
            lockdep_assert_held_write(kvm.mmu_lock);
            boolean present = READ_ONCE(root.present);
            if (present) {
                WRITE_ONCE(root.present, false);
            }
            return present;
        }

        /// No vCPU runs any more.
        @Override
        public void kvm_flush_remote_tlbs() {}
    }

    /// Agent: whoever drops the last reference on the VM.
    ///
    /// @param ioctl deletes a memslot that KVM has made for itself
    public record Destroy(
            Kvm kvm, PageTables mmu, NotifierSubscription subscription, MemslotIoctl ioctl, boolean count_reset)
            implements Agent {
        @Override
        @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_destroy_vm", commit = "v6.12")
        public void run() {
            subscription.mmu_notifier_unregister();
            WARN_ON(READ_ONCE(kvm.mn_memslots_update_rcuwait.task) != null);
            if (count_reset && READ_ONCE(kvm.mn_active_invalidate_count) != 0) {
                WRITE_ONCE(kvm.mn_active_invalidate_count, 0);
            } else if (count_reset) {
                WARN_ON(READ_ONCE(kvm.mmu_invalidate_in_progress) != 0);
            }
            ioctl.run(); // kvm_arch_destroy_vm, __x86_set_memory_region
            mmu.tables.free(mmu.root); // kvm_mmu_uninit_vm
        }
    }
}
