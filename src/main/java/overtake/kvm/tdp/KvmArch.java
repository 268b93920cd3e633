package overtake.kvm.tdp;

import org.jspecify.annotations.Nullable;
import overtake.kernel.Pool;
import overtake.kernel.SpinLock;
import overtake.kvm.Kvm;
import overtake.kvm.Page;

/// struct kvm_arch, the part of the TDP MMU (arch/x86/include/asm/kvm_host.h).
final class KvmArch {
    final Kvm kvm;
    final SpinLock tdp_mmu_pages_lock = new SpinLock();

    /// The list head: the roots hang between its `next` and its `prev`.
    final KvmMmuPage tdp_mmu_roots = new KvmMmuPage();

    final Pool<KvmMmuPage> roots;
    final Pool<PageTable> tables;

    /// FROZEN_SPTE in the entry of a root.
    final PageTable frozen = new PageTable();

    /// LIST_POISON1: an object that never exists, from a pool that nobody allocates from. Absent unless a mutant needs it.
    final @Nullable KvmMmuPage list_poison;

    /// The pool of [#list_poison]: a field, so that it belongs to the world.
    final Pool<KvmMmuPage> poison;

    final TdpVcpu[] vcpus;

    /// The page of the guest at the start, which is frame 0, and those that it moves to, frames 1 and 2.
    final Page page0;

    final Page page1;
    final Page page2;

    /// Ghost: the ioctl that deletes the guest's slot has returned.
    boolean slot_deleted;

    /// Ghost: the ioctl that turns dirty logging on has returned.
    boolean logging;

    /// The dirty bitmap of the guest's slot.
    boolean dirty_bitmap;

    KvmArch(
            Kvm kvm,
            TdpVcpu[] vcpus,
            Page page0,
            Page page1,
            Page page2,
            int roots,
            int tables,
            Pool<KvmMmuPage> poison,
            @Nullable KvmMmuPage list_poison) {
        this.kvm = kvm;
        this.vcpus = vcpus;
        this.page0 = page0;
        this.page1 = page1;
        this.page2 = page2;
        this.roots = new Pool<>(roots, _ -> new KvmMmuPage());
        this.tables = new Pool<>(tables, _ -> new PageTable());
        this.poison = poison;
        this.list_poison = list_poison;
        tdp_mmu_roots.next = tdp_mmu_roots;
        tdp_mmu_roots.prev = tdp_mmu_roots;
    }

    /// The number of a page's frame.
    int page_to_pfn(Page page) {
        if (page == page0) {
            return 0;
        }
        return page == page1 ? 1 : 2;
    }

    Page pfn_to_page(int frame) {
        if (frame == 0) {
            return page0;
        }
        return frame == 1 ? page1 : page2;
    }
}
