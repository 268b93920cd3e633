package overtake.kvm;

/// struct mmu_notifier_range: user addresses that the host is about to change (include/linux/mmu_notifier.h).
///
/// @param end the address after the last one
/// @param blockable whether the callbacks may sleep or drop mmu_lock
public record HostRange(int start, int end, boolean blockable) {
    /// One page, blockable.
    public static HostRange page(int uhva) {
        return new HostRange(uhva, uhva + 1, true);
    }
}
