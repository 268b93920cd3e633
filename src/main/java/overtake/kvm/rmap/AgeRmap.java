package overtake.kvm.rmap;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.cmpxchg;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;

/// Agent AGE-RMAP: ages the SPTEs of a guest page in the shadow MMU without mmu_lock.
public final class AgeRmap implements Agent {
    private final RmapHead head;
    private final RmapLock lock;
    private final boolean test_only;
    private final Mutant mutant;

    public AgeRmap(RmapHead head, RmapLock lock, boolean test_only) {
        this(head, lock, test_only, Mutant.NONE);
    }

    public AgeRmap(RmapHead head, RmapLock lock, boolean test_only, Mutant mutant) {
        this.head = head;
        this.lock = lock;
        this.test_only = test_only;
        this.mutant = mutant;
    }

    @Override
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_rmap_age_gfn_range", commit = "v6.15")
    public void run() {
        int rmap_val = lock.kvm_rmap_lock_readonly();
        if (rmap_val == 0 && mutant != Mutant.WALK_EMPTY) {
            return;
        }
        walk(rmap_val); // 5
        lock.kvm_rmap_unlock_readonly(rmap_val);
    }

    /// A block without an SPTE is as much a finding as a freed one, so nothing here tests for it.
    @SuppressWarnings("NullAway")
    private void walk(int rmap_val) {
        for (PteListDesc desc = head.first(rmap_val); desc != null; desc = desc.more) {
            ShadowSpte sptep = desc.sptep;
            int spte = READ_ONCE(sptep.spte);
            if (!test_only && (spte & ShadowSpte.ACCESSED) != 0) {
                cmpxchg(sptep.spte, spte, spte & ~ShadowSpte.ACCESSED);
            }
        }
    }
}
