package overtake.kvm;

/// struct kvm_memory_slot: a range of guest frames and the user addresses behind them, both counted in pages. It never changes once it is published;
/// an update publishes another one.
public final class KvmMemorySlot {
    /// User space wants to know which pages are written.
    public static final int KVM_MEM_LOG_DIRTY_PAGES = 1;

    /// The slot is being deleted or moved: invalidations still find it, lookups do not.
    public static final int KVM_MEMSLOT_INVALID = 1 << 16;

    public final int base_gfn;
    public final int npages;
    public final int userspace_addr;
    public final int flags;

    /// Guest frame and user address 0, one page.
    public static KvmMemorySlot page0() {
        return new KvmMemorySlot(0, 1, 0, 0);
    }

    public KvmMemorySlot(int base_gfn, int npages, int userspace_addr, int flags) {
        this.base_gfn = base_gfn;
        this.npages = npages;
        this.userspace_addr = userspace_addr;
        this.flags = flags;
    }

    /// A copy with the flag set, as the first of the two swaps of a delete or move publishes it.
    public KvmMemorySlot invalidated() {
        return new KvmMemorySlot(base_gfn, npages, userspace_addr, flags | KVM_MEMSLOT_INVALID);
    }

    public boolean invalid() {
        return (flags & KVM_MEMSLOT_INVALID) != 0;
    }

    /// Whether the slot overlaps the user addresses from `start` to before `end`.
    public boolean overlaps_hva(int start, int end) {
        return start < userspace_addr + npages && userspace_addr < end;
    }

    public boolean contains_gfn(int gfn) {
        return gfn >= base_gfn && gfn < base_gfn + npages;
    }

    public int gfn_to_hva(int gfn) {
        return userspace_addr + gfn - base_gfn;
    }

    /// First guest frame of the slot behind the user addresses from `start` on.
    public int first_gfn(int start) {
        return base_gfn + (start > userspace_addr ? start - userspace_addr : 0);
    }

    /// The guest frame after the last one of the slot behind the user addresses before `end`.
    public int end_gfn(int end) {
        return base_gfn + (end - userspace_addr < npages ? end - userspace_addr : npages);
    }
}
