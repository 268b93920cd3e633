package overtake.kvm.mmu;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.down_write;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.up_write;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.Kvm;
import overtake.kvm.MmuNotifierOps;
import overtake.kvm.Page;
import overtake.kvm.Pte;

/// Agent: user space maps something else at address 0: another VMA with other flags, another page behind it.
public final class Remap implements Agent {
    private final Kvm kvm;
    private final MmuNotifierOps notifier;
    private final Page target;
    private final int vma_flags;

    public Remap(Kvm kvm, MmuNotifierOps notifier, Page target, int vma_flags) {
        this.kvm = kvm;
        this.notifier = notifier;
        this.target = target;
        this.vma_flags = vma_flags;
    }

    @Override
    @KernelSource(file = "mm/mmap.c", function = "mmap_region", commit = "v6.12")
    public void run() {
        down_write(kvm.mm.mmap_lock);
        notifier.kvm_mmu_notifier_invalidate_range_start(0, 1, true);
        spin_lock(kvm.mm.page_table_lock);
        Pte pte = kvm.mm.pte_offset(0);
        Page old = READ_ONCE(pte.page);
        WRITE_ONCE(pte.page, target);
        spin_unlock(kvm.mm.page_table_lock);
        kvm.mm.pages.free(old);
        kvm.mm.vma_flags = vma_flags;
        notifier.kvm_mmu_notifier_invalidate_range_end(0, 1);
        up_write(kvm.mm.mmap_lock);
    }
}
