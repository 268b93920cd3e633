package overtake.kvm.rangeend;

import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.Kvm;
import overtake.kvm.MmuNotifier;
import overtake.kvm.Page;
import overtake.kvm.Pte;

/// Agent: host mm moves a page, on the CPU that it shares with the vCPU, and sleeps between START and END.
final class MigrationOnCpu implements Agent {
    private final Kvm kvm;
    private final MmuNotifier notifier;
    private final OneCpu cpu;
    private final Page target;

    MigrationOnCpu(Kvm kvm, MmuNotifier notifier, OneCpu cpu, Page target) {
        this.kvm = kvm;
        this.notifier = notifier;
        this.cpu = cpu;
        this.target = target;
    }

    @Override
    @KernelSource(file = "mm/rmap.c", function = "try_to_migrate_one", commit = "v6.12")
    public void run() {
        cpu.run();
        notifier.kvm_mmu_notifier_invalidate_range_start(0, 1, true);
        cpu.yield_to_others();
        spin_lock(kvm.mm.page_table_lock);
        Pte pte = kvm.mm.pte_offset(0);
        Page old = pte.page;
        pte.page = target;
        spin_unlock(kvm.mm.page_table_lock);
        kvm.mm.pages.free(old);
        notifier.kvm_mmu_notifier_invalidate_range_end(0, 1);
        cpu.leave();
    }
}
