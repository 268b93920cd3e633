package overtake.kvm.rmap;

import static overtake.kernel.Kernel.BUG_ON;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;

/// Agent RMAP-WRITE: changes the chain with mmu_lock held for write. As an interrupt handler it stands for a task that has preempted the ager on its CPU.
public final class RmapWriter implements Agent {
    /// What it does to the chain.
    public enum Change {
        /// An SPTE is created: a new first block.
        ADD,
        /// The first SPTE is zapped: its block goes.
        REMOVE_FIRST,
        /// The last SPTE is zapped: its block goes, and the head keeps its value if it is not the only one.
        REMOVE_LAST
    }

    private final RmapHead head;
    private final RmapLock lock;
    private final Change change;
    private final boolean same_cpu;

    /// On a CPU of its own.
    public RmapWriter(RmapHead head, RmapLock lock, Change change) {
        this(head, lock, change, false);
    }

    public RmapWriter(RmapHead head, RmapLock lock, Change change, boolean same_cpu) {
        this.head = head;
        this.lock = lock;
        this.change = change;
        this.same_cpu = same_cpu;
    }

    @Override
    public void run() {
        write_lock(head.mmu_lock);
        int rmap_val = same_cpu ? lock.kvm_rmap_lock_on_same_cpu() : lock.kvm_rmap_lock();
        if (change == Change.ADD) {
            lock.kvm_rmap_unlock(pte_list_add(rmap_val));
        } else if (rmap_val != 0) {
            lock.kvm_rmap_unlock(change == Change.REMOVE_FIRST ? remove_first(rmap_val) : remove_last(rmap_val));
        }
        write_unlock(head.mmu_lock);
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "pte_list_add", commit = "v6.15")
    private int pte_list_add(int rmap_val) {
        PteListDesc desc = head.descs.alloc();
        BUG_ON(desc == null); // the world has too few
        desc.sptep = head.sptes[head.sptes.length - 1];
        desc.more = rmap_val == 0 ? null : head.first(rmap_val);
        return RmapHead.pointer_to(desc);
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "pte_list_remove", commit = "v6.15")
    private int remove_first(int rmap_val) {
        PteListDesc desc = head.first(rmap_val);
        PteListDesc more = desc.more;
        zap(desc);
        return more == null ? 0 : RmapHead.pointer_to(more);
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "pte_list_remove", commit = "v6.15")
    private int remove_last(int rmap_val) {
        PteListDesc previous = null;
        PteListDesc desc = head.first(rmap_val);
        while (desc.more != null) {
            previous = desc;
            desc = desc.more;
        }
        zap(desc);
        if (previous == null) {
            return 0;
        }
        previous.more = null;
        return rmap_val;
    }

    private void zap(PteListDesc desc) {
        ShadowSpte sptep = desc.sptep;
        if (sptep != null) {
            WRITE_ONCE(sptep.spte, 0);
        }
        head.descs.free(desc);
    }
}
