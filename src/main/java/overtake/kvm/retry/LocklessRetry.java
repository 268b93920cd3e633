package overtake.kvm.retry;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.smp_rmb;
import static overtake.kernel.Kernel.smp_wmb;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.KernelSource;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.SpinLock;
import overtake.kernel.StateProperty;

/// mmu_notifier_retry under a lock of the entry instead of mmu_lock, as on POWER (a355aa54f1d2): nothing but fences orders END's two stores and the
/// check's two loads. The same code stands in the world of the machinery, with everything around it; this one is small enough for the weak models.
public record LocklessRetry(
        @Param(value = "1", min = 1, max = 2, meaning = "vCPUs that fault") int vcpus,
        @Param(value = "1", min = 1, max = 2, meaning = "invalidations, one after the other") int invalidations)
        implements ModelWorld {

    @Override
    public void compose(Composition composition) {
        var vm = new Vm();
        composition.shared("vm", vm);
        composition.atTheEnd("entry-is-mapped", new EntryIsMapped(vm));
        for (int i = 0; i < vcpus; i++) {
            composition.agent("vcpu" + i, new Fault(vm));
        }
        composition.agent("notifier", new Invalidation(vm, invalidations));
    }

    /// The counters, the host's page, and the guest's entry for it; pages are numbers, 0 in the entry is none.
    public static final class Vm {
        public final SpinLock mmu_lock = new SpinLock();
        public int mmu_notifier_count;
        public int mmu_notifier_seq;

        public final SpinLock page_table_lock = new SpinLock();

        /// The page that the host maps; written under page_table_lock. The fault reads it without a lock, as it walks the page table of Linux.
        public int host_page = 1;

        /// The lock bit of the entry.
        public final SpinLock hpte_lock = new SpinLock();

        public int hpte;
    }

    /// When all is over, the entry is empty or maps what the host maps.
    public record EntryIsMapped(Vm vm) implements StateProperty {
        @Override
        public boolean holds() {
            return vm.hpte == 0 || vm.hpte == vm.host_page;
        }
    }

    /// Agent: START, HOST, END.
    public static final class Invalidation implements Agent {
        private final Vm vm;
        private final int invalidations;

        public Invalidation(Vm vm, int invalidations) {
            this.vm = vm;
            this.invalidations = invalidations;
        }

        @Override
        public void run() {
            for (int i = 0; i < invalidations; i++) {
                kvm_mmu_notifier_invalidate_range_start();
                spin_lock(vm.page_table_lock);
                WRITE_ONCE(vm.host_page, i + 2);
                spin_unlock(vm.page_table_lock); // unlock, then lock of mmu_lock: this orders the store before the sequence
                kvm_mmu_notifier_invalidate_range_end();
            }
        }

        @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_notifier_invalidate_range_start", commit = "v3.3")
        private void kvm_mmu_notifier_invalidate_range_start() {
            spin_lock(vm.mmu_lock);
            WRITE_ONCE(vm.mmu_notifier_count, vm.mmu_notifier_count + 1);
            spin_lock(vm.hpte_lock); // kvm_unmap_hva
            vm.hpte = 0;
            spin_unlock(vm.hpte_lock);
            spin_unlock(vm.mmu_lock);
        }

        @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_mmu_notifier_invalidate_range_end", commit = "a355aa54f1d2, v3.3")
        private void kvm_mmu_notifier_invalidate_range_end() {
            spin_lock(vm.mmu_lock);
            WRITE_ONCE(vm.mmu_notifier_seq, vm.mmu_notifier_seq + 1);
            smp_wmb(); // the first of the fix's two
            WRITE_ONCE(vm.mmu_notifier_count, vm.mmu_notifier_count - 1);
            spin_unlock(vm.mmu_lock);
        }
    }

    /// Agent: one page fault.
    public static final class Fault implements Agent {
        private final Vm vm;

        public Fault(Vm vm) {
            this.vm = vm;
        }

        @Override
        @KernelSource(file = "arch/powerpc/kvm/book3s_hv_rm_mmu.c", function = "kvmppc_h_enter", commit = "v3.3")
        public void run() {
            int mmu_seq = READ_ONCE(vm.mmu_notifier_seq);
            smp_rmb();
            int page = READ_ONCE(vm.host_page);
            spin_lock(vm.hpte_lock);
            if (!mmu_notifier_retry(mmu_seq)) {
                vm.hpte = page;
            }
            spin_unlock(vm.hpte_lock);
        }

        @KernelSource(file = "include/linux/kvm_host.h", function = "mmu_notifier_retry", commit = "a355aa54f1d2, v3.3")
        private boolean mmu_notifier_retry(int mmu_seq) {
            if (READ_ONCE(vm.mmu_notifier_count) != 0) {
                return true;
            }
            smp_rmb(); // the second
            return READ_ONCE(vm.mmu_notifier_seq) != mmu_seq;
        }
    }
}
