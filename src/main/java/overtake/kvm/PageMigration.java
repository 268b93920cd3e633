package overtake.kvm;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;

/// Agent: host mm moves the page of one user address (START, HOST, END). Any other change of host memory is the same to KVM.
public final class PageMigration implements Agent {
    private final Kvm kvm;
    private final MmuNotifierOps notifier;
    private final int uhva;
    private final Page target;
    private final HostRange range;
    private final Judge judge;

    /// What happens between START and END: mostly properties of these moments, by ghosts, which are no step of any agent.
    public interface Judge {
        /// START has returned; the host has not changed anything yet.
        void started(int uhva);

        /// The host has moved the page and not freed the old one yet; END has not begun. The older callback invalidate_range comes here.
        void moved(int uhva);
    }

    /// Nothing is asked between START and END.
    public record NoJudge() implements Judge {
        @Override
        public void started(int uhva) {}

        @Override
        public void moved(int uhva) {}
    }

    /// @param target where the page moves to: `kvm.mm.target(number)`
    public PageMigration(Kvm kvm, MmuNotifierOps notifier, int uhva, Page target) {
        this(kvm, notifier, uhva, target, new NoJudge());
    }

    /// @param target where the page moves to
    /// @param judge what must hold between START and END
    public PageMigration(Kvm kvm, MmuNotifierOps notifier, int uhva, Page target, Judge judge) {
        this(kvm, notifier, uhva, target, HostRange.page(uhva), judge);
    }

    /// @param range what the notifier is told: it holds the address, and may hold the other one too
    public PageMigration(
            Kvm kvm, MmuNotifierOps notifier, int uhva, Page target, HostRange range, Judge judge) {
        this.kvm = kvm;
        this.notifier = notifier;
        this.uhva = uhva;
        this.target = target;
        this.range = range;
        this.judge = judge;
    }

    @Override
    @KernelSource(file = "mm/rmap.c", function = "try_to_migrate_one", commit = "v6.12")
    public void run() {
        notifier.kvm_mmu_notifier_invalidate_range_start(range.start(), range.end(), range.blockable());
        judge.started(uhva);
        Page old = ptep_clear_flush();
        judge.moved(uhva);
        kvm.mm.pages.free(old);
        notifier.kvm_mmu_notifier_invalidate_range_end(range.start(), range.end());
    }

    /// Points the page table entry to the new page; the old one. Flushing the CPU's TLB is not modelled: what KVM keeps is what is stale here.
    @KernelSource(file = "mm/pgtable-generic.c", function = "ptep_clear_flush", commit = "v6.12")
    private Page ptep_clear_flush() {
        spin_lock(kvm.mm.page_table_lock);
        Pte pte = kvm.mm.pte_offset(uhva);
        Page old = READ_ONCE(pte.page);
        WRITE_ONCE(pte.page, target);
        spin_unlock(kvm.mm.page_table_lock);
        return old;
    }
}
