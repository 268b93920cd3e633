package overtake.kvm.aging;

import overtake.kernel.KernelSource;

/// The word of a leaf SPTE. R, W, A, D and MMU-present are where EPT has them; the software bits and the pfn are moved down into an int. A word of
/// a TLB is a copy of the SPTE that it was filled from.
public final class Spte {
    public static final int VMX_EPT_READABLE_MASK = 1;
    public static final int PT_WRITABLE_MASK = 1 << 1;
    public static final int shadow_accessed_mask = 1 << 8;
    public static final int shadow_dirty_mask = 1 << 9;
    public static final int SPTE_MMU_PRESENT_MASK = 1 << 11;

    /// Hardware does not maintain A and D for this entry.
    public static final int SPTE_TDP_AD_DISABLED = 1 << 12;

    /// KVM may set W without mmu_lock, and a TLB may hold W.
    public static final int shadow_mmu_writable_mask = 1 << 13;

    /// Where an access-tracked SPTE keeps its R. W is not kept: MMU-writable says whether it may come back.
    public static final int SHADOW_ACC_TRACK_SAVED_BITS = 1 << 14;

    public static final int SHADOW_NONPRESENT_VALUE = 0;
    public static final int shadow_acc_track_mask = VMX_EPT_READABLE_MASK | PT_WRITABLE_MASK;
    private static final int PFN_SHIFT = 16;

    private Spte() {}

    @KernelSource(file = "arch/x86/kvm/mmu/spte.h", function = "is_shadow_present_pte", commit = "v6.15")
    public static boolean is_shadow_present_pte(int spte) {
        return (spte & SPTE_MMU_PRESENT_MASK) != 0;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/spte.h", function = "is_writable_pte", commit = "v6.15")
    public static boolean is_writable_pte(int spte) {
        return (spte & PT_WRITABLE_MASK) != 0;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/spte.h", function = "is_mmu_writable_spte", commit = "v6.15")
    public static boolean is_mmu_writable_spte(int spte) {
        return (spte & shadow_mmu_writable_mask) != 0;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/spte.h", function = "spte_ad_enabled", commit = "v6.15")
    public static boolean spte_ad_enabled(int spte) {
        return (spte & SPTE_TDP_AD_DISABLED) == 0;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/spte.h", function = "is_access_track_spte", commit = "v6.15")
    public static boolean is_access_track_spte(int spte) {
        return !spte_ad_enabled(spte) && (spte & shadow_acc_track_mask) == 0;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/spte.h", function = "is_accessed_spte", commit = "v6.15")
    public static boolean is_accessed_spte(int spte) {
        return spte_ad_enabled(spte) ? (spte & shadow_accessed_mask) != 0 : !is_access_track_spte(spte);
    }

    @KernelSource(file = "arch/x86/kvm/mmu/spte.h", function = "spte_to_pfn", commit = "v6.15")
    public static int spte_to_pfn(int spte) {
        return spte >> PFN_SHIFT;
    }

    /// Takes R and W away, so that the next touch faults, and puts R aside.
    @KernelSource(file = "arch/x86/kvm/mmu/spte.c", function = "mark_spte_for_access_track", commit = "v6.15")
    public static int mark_spte_for_access_track(int spte) {
        if (is_access_track_spte(spte)) {
            return spte;
        }
        return spte & ~shadow_acc_track_mask | SHADOW_ACC_TRACK_SAVED_BITS;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/spte.h", function = "restore_acc_track_spte", commit = "v6.15")
    public static int restore_acc_track_spte(int spte) {
        int saved_bits = (spte & SHADOW_ACC_TRACK_SAVED_BITS) != 0 ? VMX_EPT_READABLE_MASK : 0;
        return spte & ~(shadow_acc_track_mask | SHADOW_ACC_TRACK_SAVED_BITS) | saved_bits;
    }

    /// A present leaf, just touched. One that is not written to is left without W, so that dirty logging hears of the first write.
    @KernelSource(file = "arch/x86/kvm/mmu/spte.c", function = "make_spte", commit = "v6.15")
    public static int make_spte(int pfn, boolean write, boolean ad_enabled) {
        int spte = SPTE_MMU_PRESENT_MASK | shadow_mmu_writable_mask | VMX_EPT_READABLE_MASK | pfn << PFN_SHIFT;
        if (write) {
            spte |= PT_WRITABLE_MASK;
        }
        if (!ad_enabled) {
            return spte | SPTE_TDP_AD_DISABLED;
        }
        return write ? spte | shadow_accessed_mask | shadow_dirty_mask : spte | shadow_accessed_mask;
    }

    /// Whether hardware lets an access pass by this entry.
    public static boolean allows(int spte, boolean write) {
        return write ? is_writable_pte(spte) : (spte & VMX_EPT_READABLE_MASK) != 0;
    }
}
