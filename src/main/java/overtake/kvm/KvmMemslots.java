package overtake.kvm;

/// struct kvm_memslots: one published set of memslots; here one slot, which holds the guest page of the caches.
public final class KvmMemslots {
    /// KVM_MEMSLOT_GEN_UPDATE_IN_PROGRESS.
    public static final int UPDATE_IN_PROGRESS = 1 << 30;

    public int generation;
    public final int userspace_addr;
    public final int npages;

    /// KVM_MEMSLOT_INVALID: the slot is being deleted or moved. Invalidations still find it, lookups do not.
    public final boolean invalid;

    /// @param npages 0 for no slot at all
    public KvmMemslots(int generation, int userspace_addr, int npages, boolean invalid) {
        this.generation = generation;
        this.userspace_addr = userspace_addr;
        this.npages = npages;
        this.invalid = invalid;
    }

    /// Whether a slot overlaps the user addresses from `start` to before `end`.
    public boolean overlap(int start, int end) {
        return start < userspace_addr + npages && userspace_addr < end;
    }
}
