package overtake.kvm.tdp;

/// Which code runs.
public enum Variant {
    /// v6.8: a vCPU that needs a new root, or drops one, holds mmu_lock for write.
    BEFORE,
    /// Patches 7 and 8 of the series as merged for v6.9: for read.
    SERIES,
    /// With the follow-up for CPUID updates (K7).
    FIXED
}
