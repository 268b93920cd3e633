package overtake.kvm;

/// What architecture code does when guest memory goes away or its memslot changes. Systems differ in it: none ([NoMmu]), flat SPTEs
/// ([overtake.kvm.mmu.FlatMmu]), roots with page tables.
public interface ArchMmu {
    /// Whether vCPUs fault pages in. If none does, nobody reads the range of active invalidations, and it is not kept.
    boolean faults();

    /// Removes what maps the guest frames from `start` to before `end`. Called with mmu_lock held for write; may drop and retake it if `may_block`.
    ///
    /// @return whether TLBs must be flushed
    boolean kvm_unmap_gfn_range(int start, int end, boolean may_block);

    /// Returns when no vCPU uses a translation that it cached before.
    void kvm_flush_remote_tlbs();

    /// Removes everything that maps the slot; when it returns no vCPU uses it. Called with slots_lock held, after the slot was published as invalid.
    /// Nothing, unless a system has memslots that go.
    default void kvm_arch_flush_shadow_memslot(KvmMemorySlot slot) {}

    /// Hears of the generation that is about to be published. Called with slots_lock held. Nothing, unless a system has MMIO SPTEs.
    default void kvm_arch_memslots_updated(int generation) {}

    /// Completes an update: write-protects after dirty logging was switched on. Called with slots_lock held, after the grace period. Nothing, unless a system
    /// has dirty logging.
    default void kvm_arch_commit_memory_region(KvmMemorySlot slot) {}
}
