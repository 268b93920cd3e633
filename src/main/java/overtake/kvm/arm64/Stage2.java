package overtake.kvm.arm64;

import static overtake.kernel.Kernel.dc_civac;
import static overtake.kernel.Kernel.dsb;
import static overtake.kernel.Kernel.lockdep_assert_held;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import overtake.kernel.CacheLine;
import overtake.kernel.KernelSource;

/// Stage 2 of the VM and the maintenance of what it maps (arch/arm64/kvm/mmu.c, hyp/pgtable.c).
public final class Stage2 {
    private final Kvm kvm;
    private final boolean walk_holds_mmu_lock;

    public Stage2(Kvm kvm) {
        this(kvm, true);
    }

    /// @param walk_holds_mmu_lock as it must
    public Stage2(Kvm kvm, boolean walk_holds_mmu_lock) {
        this.kvm = kvm;
        this.walk_holds_mmu_lock = walk_holds_mmu_lock;
    }

    /// Maps a page with the maintenance that a guest with its MMU off needs.
    @KernelSource(file = "arch/arm64/kvm/hyp/pgtable.c", function = "kvm_pgtable_stage2_map", commit = "v5.14")
    public void map_clean(GuestPage page) {
        lockdep_assert_held(kvm.mmu_lock);
        dcache_clean_inval_poc(page.line);
        page.mapped = true;
    }

    /// Maps a page with the callback for maintenance removed.
    @KernelSource(file = "arch/arm64/kvm/mmu.c", function = "lock_memslot", commit = "RFC v4 04/39")
    public void map_deferred(GuestPage page) {
        lockdep_assert_held(kvm.mmu_lock);
        page.mapped = true;
    }

    /// Cleans and invalidates what is mapped.
    @KernelSource(file = "arch/arm64/kvm/mmu.c", function = "stage2_flush_memslot", commit = "v5.14")
    public void stage2_flush_memslot() {
        for (GuestPage page : kvm.pages) {
            if (walk_holds_mmu_lock) {
                spin_lock(kvm.mmu_lock);
            }
            lockdep_assert_held(kvm.mmu_lock);
            if (page.mapped) {
                dcache_clean_inval_poc(page.line);
            }
            if (walk_holds_mmu_lock) {
                spin_unlock(kvm.mmu_lock);
            }
        }
    }

    /// Unmaps a page, and cleans and invalidates it for those who will read it through caches.
    @KernelSource(file = "arch/arm64/kvm/mmu.c", function = "unmap_stage2_range", commit = "v5.14")
    public void unmap(GuestPage page) {
        spin_lock(kvm.mmu_lock);
        page.mapped = false;
        flush_unmapped(page);
        spin_unlock(kvm.mmu_lock);
    }

    /// A site of its own, to be dropped: the state before 363ef89f8e9b.
    private void flush_unmapped(GuestPage page) {
        dc_civac(page.line);
        dsb(page.line);
    }

    @KernelSource(file = "arch/arm64/mm/cache.S", function = "dcache_clean_inval_poc", commit = "v5.14")
    private static void dcache_clean_inval_poc(CacheLine line) {
        dc_civac(line);
        dsb(line);
    }
}
