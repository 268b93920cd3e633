package overtake.kvm.tdp;

import org.jspecify.annotations.Nullable;

/// struct kvm_mmu_page of a root (arch/x86/kvm/mmu/mmu_internal.h), with its page table of one entry.
public final class KvmMmuPage {
    /// role.invalid, a bit of the role word.
    public static final int INVALID = 1 << 8;

    /// role.direct, a bit of the role word.
    public static final int DIRECT = 1 << 4;

    /// role.word. Set with mmu_lock held for write once the root is on the list; read under mmu_lock, and bare by the vCPU that has loaded it.
    public int role;

    public int tdp_mmu_root_count;

    /// A bool under slots_lock, in a union with the shadow MMU's mmu_valid_gen: 0 or 1.
    public int tdp_mmu_scheduled_root_to_zap;

    /// The links of kvm->arch.tdp_mmu_roots; written under tdp_mmu_pages_lock, `next` read under RCU.
    public @Nullable KvmMmuPage next;

    public @Nullable KvmMmuPage prev;

    /// The one entry: a page table, none, or [KvmArch#frozen].
    public @Nullable PageTable spte;

    /// The next one that the same CPU has given to call_rcu.
    public @Nullable KvmMmuPage rcu_next;

    public static boolean invalid(int role) {
        return (role & INVALID) != 0;
    }
}
