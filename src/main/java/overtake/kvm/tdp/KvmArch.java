package overtake.kvm.tdp;

import org.jspecify.annotations.Nullable;
import overtake.kernel.Pool;
import overtake.kernel.SpinLock;
import overtake.kvm.Kvm;
import overtake.kvm.Page;

/// struct kvm_arch, the part of the TDP MMU (arch/x86/include/asm/kvm_host.h).
public final class KvmArch {
    public final Kvm kvm;
    public final SpinLock tdp_mmu_pages_lock = new SpinLock();

    /// The list head: the roots hang between its `next` and its `prev`.
    public final KvmMmuPage tdp_mmu_roots = new KvmMmuPage();

    public final Pool<KvmMmuPage> roots;
    public final Pool<PageTable> tables;

    /// FROZEN_SPTE in the entry of a root.
    public final PageTable frozen = new PageTable();

    /// LIST_POISON1: an object that never exists, from a pool that nobody allocates from. Absent unless a mutant needs it.
    public final @Nullable KvmMmuPage list_poison;

    /// The pool of [#list_poison]: a field, so that it belongs to the world.
    public final Pool<KvmMmuPage> poison;

    public final TdpVcpu[] vcpus;

    /// The page of the guest at the start, which is frame 0, and those that it moves to, frames 1 and 2.
    public final Page page0;

    public final Page page1;
    public final Page page2;

    /// Ghost: the ioctl that deletes the guest's slot has returned.
    public boolean slot_deleted;

    /// Ghost: the ioctl that turns dirty logging on has returned.
    public boolean logging;

    /// The dirty bitmap of the guest's slot.
    public boolean dirty_bitmap;

    /// vCPUs of one role, and as many roots and page tables as two deletions of a slot can need.
    public KvmArch(Kvm kvm) {
        this(kvm, TdpVcpu.several(kvm.vcpus, 1), kvm.vcpus.length + 2, 2 * kvm.vcpus.length + 2, false);
    }

    /// @param roots how many roots there may be at once
    /// @param tables how many page tables
    /// @param poisons whether list_del puts a poison into the link of what it takes off
    public KvmArch(
            Kvm kvm,
            TdpVcpu[] vcpus,
            int roots,
            int tables,
            boolean poisons) {
        this.kvm = kvm;
        this.vcpus = vcpus;
        this.page0 = kvm.mm.pte0.page;
        this.page1 = kvm.mm.moves() > 0 ? kvm.mm.target(0) : page0;
        this.page2 = kvm.mm.moves() > 1 ? kvm.mm.target(1) : page1;
        this.roots = new Pool<>(roots, _ -> new KvmMmuPage());
        this.tables = new Pool<>(tables, _ -> new PageTable());
        this.poison = new Pool<>(poisons ? 1 : 0, _ -> new KvmMmuPage());
        this.list_poison = poisons ? poison.get(0) : null;
        tdp_mmu_roots.next = tdp_mmu_roots;
        tdp_mmu_roots.prev = tdp_mmu_roots;
    }

    /// The number of a page's frame.
    public int page_to_pfn(Page page) {
        if (page == page0) {
            return 0;
        }
        return page == page1 ? 1 : 2;
    }

    public Page pfn_to_page(int frame) {
        if (frame == 0) {
            return page0;
        }
        return frame == 1 ? page1 : page2;
    }
}
