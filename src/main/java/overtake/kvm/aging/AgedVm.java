package overtake.kvm.aging;

import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.rcu_assign_pointer;
import static overtake.kernel.Kernel.refcount_dec_and_test;
import static overtake.kernel.Kernel.set_bit;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.synchronize_rcu;

import org.jspecify.annotations.Nullable;
import overtake.kernel.KernelSource;
import overtake.kernel.Pool;
import overtake.kernel.RwLock;
import overtake.kernel.SpinLock;
import overtake.kvm.Page;

/// A VM with one guest page, one valid TDP root at the start, and the host's view of that page.
public final class AgedVm {
    /// The value in the sources read, about v6.14. Its older name is REMOVED_SPTE.
    public static final int FROZEN_WITH_ACCESSED_BITS = 0x5a0;

    /// A pattern without the A and D bits of EPT and NPT (mail of Aug 2024).
    public static final int FROZEN_WITHOUT_ACCESSED_BITS = 0x498;

    public final RwLock mmu_lock = new RwLock();
    public final SpinLock tdp_mmu_pages_lock = new SpinLock();

    /// Running invalidations and completed ones; written with mmu_lock held for write.
    public int mmu_invalidate_in_progress;

    public int mmu_invalidate_seq;

    /// The host's page table entry of the guest page, as a page number; under page_table_lock.
    public int host_pfn;

    public final SpinLock page_table_lock = new SpinLock();
    public final Pool<Page> pages;

    /// The same pages by their numbers.
    public final Page[] mem_map;

    public final Pool<TdpRoot> roots = new Pool<>(1, 1, false, _ -> new TdpRoot());
    public final Pool<PageTable> tables = new Pool<>(1, 1, false, _ -> new PageTable());

    /// RCU list; written under tdp_mmu_pages_lock.
    public @Nullable TdpRoot tdp_mmu_roots;

    public final TdpRoot root = roots.get(0);
    public final Cpu[] cpus;

    /// One bit: the guest page was written since userspace asked last.
    public int dirty_bitmap;

    /// Userspace's copy of the guest page.
    public int copied;

    public final boolean ad_enabled;
    public final int FROZEN_SPTE;
    private final boolean root_goes;
    private final boolean ensure_empty;

    /// As merged, with A/D bits, of a root that stays.
    public AgedVm(int vcpus, int moves, int spte) {
        this(vcpus, moves, true, FROZEN_WITH_ACCESSED_BITS, spte, false, true);
    }

    /// @param moves how many further pages the host has
    /// @param spte the leaf at the start
    /// @param root_goes whether an agent drops the MMU's reference on the root; if not, the root stays, and references are folded away
    /// @param ensure_empty whether to check I1.9
    public AgedVm(
            int vcpus, int moves, boolean ad_enabled, int frozen, int spte, boolean root_goes, boolean ensure_empty) {
        this.ad_enabled = ad_enabled;
        this.FROZEN_SPTE = frozen;
        this.root_goes = root_goes;
        this.ensure_empty = ensure_empty;
        pages = new Pool<>(1 + moves, 1 + moves, false, _ -> new Page());
        mem_map = new Page[1 + moves];
        for (int i = 0; i <= moves; i++) {
            mem_map[i] = pages.get(i);
        }
        cpus = new Cpu[vcpus];
        for (int i = 0; i < vcpus; i++) {
            cpus[i] = new Cpu();
        }
        tdp_mmu_roots = root;
        root.tdp_mmu_root_count = 1 + vcpus;
        root.table = tables.get(0);
        root.table.spte = spte;
        boolean written = ad_enabled ? (spte & Spte.shadow_dirty_mask) != 0 : Spte.is_writable_pte(spte);
        dirty_bitmap = written ? 1 : 0;
    }

    /// Every CPU that runs the VM drops its translations; returns when all have.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_flush_remote_tlbs", commit = "v6.15")
    public void kvm_flush_remote_tlbs() {
        for (Cpu cpu : cpus) {
            spin_lock(cpu.instruction);
            cpu.tlb = 0;
            spin_unlock(cpu.instruction);
        }
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "mark_page_dirty_in_slot", commit = "v6.15")
    public void mark_page_dirty_in_slot() {
        set_bit(0, dirty_bitmap);
    }

    @KernelSource(file = "virt/kvm/kvm_main.c", function = "hva_to_pfn", commit = "v6.15")
    public int hva_to_pfn() {
        spin_lock(page_table_lock);
        int pfn = host_pfn;
        spin_unlock(page_table_lock);
        return pfn;
    }

    /// PUT (brief 4.3). The kernel frees by call_rcu; here whoever puts last waits for the grace period itself, so the caller holds no lock.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "kvm_tdp_mmu_put_root", commit = "v6.15")
    public void kvm_tdp_mmu_put_root(TdpRoot root) {
        if (!root_goes || !refcount_dec_and_test(root.tdp_mmu_root_count)) {
            return;
        }
        spin_lock(tdp_mmu_pages_lock);
        rcu_assign_pointer(tdp_mmu_roots, root.next);
        spin_unlock(tdp_mmu_pages_lock);
        PageTable table = root.table;
        synchronize_rcu();
        if (table != null) {
            tdp_mmu_free_sp(table);
        }
        roots.free(root);
    }

    /// Gives a page table back after its grace period.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_free_sp", commit = "v6.15")
    public void tdp_mmu_free_sp(PageTable table) {
        if (ensure_empty) {
            ensure("freed-table-is-empty", !Spte.is_shadow_present_pte(ghost(table.spte)));
        }
        tables.free(table);
    }
}
