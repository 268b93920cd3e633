package overtake.program;

/// A lock of the world, such as `kvm.mmu_lock`.
public record LockInfo(String name, LockKind kind) {}
