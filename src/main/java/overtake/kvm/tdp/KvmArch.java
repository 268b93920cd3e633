package overtake.kvm.tdp;

import org.jspecify.annotations.Nullable;
import overtake.kernel.Pool;
import overtake.kernel.SpinLock;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemslots;
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

    private final Pool<KvmMmuPage> poison;

    final KvmVcpu[] vcpus;

    /// Page frames by number.
    final Page[] frames;

    /// The memslots with dirty logging on, which the set of the start is replaced by.
    final KvmMemslots logging_slots;

    /// Ghost: the ioctl that deletes the guest's slot has returned.
    boolean slot_deleted;

    /// Ghost: START has returned and END has not begun, for the page in frame 0.
    boolean unmapped;

    /// Ghost: the ioctl that turns dirty logging on has returned.
    boolean logging;

    /// The dirty bitmap of the guest's slot.
    boolean dirty_bitmap;

    KvmArch(
            Kvm kvm,
            KvmVcpu[] vcpus,
            Page[] frames,
            int roots,
            int tables,
            Pool<KvmMmuPage> poison,
            KvmMemslots logging_slots) {
        this.kvm = kvm;
        this.vcpus = vcpus;
        this.frames = frames;
        this.logging_slots = logging_slots;
        this.roots = new Pool<>(roots, _ -> new KvmMmuPage());
        this.tables = new Pool<>(tables, _ -> new PageTable());
        this.poison = poison;
        this.list_poison = poison.objects().isEmpty() ? null : poison.get(0);
        tdp_mmu_roots.next = tdp_mmu_roots;
        tdp_mmu_roots.prev = tdp_mmu_roots;
    }

    /// The number of a page's frame.
    int page_to_pfn(Page page) {
        int frame = 0;
        while (frames[frame] != page) {
            frame++;
        }
        return frame;
    }
}
