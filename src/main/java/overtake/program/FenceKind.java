package overtake.program;

import java.util.Optional;

/// The kernel's fences.
public enum FenceKind {
    SMP_MB("smp_mb"),
    SMP_RMB("smp_rmb"),
    SMP_WMB("smp_wmb"),
    SMP_MB_BEFORE_ATOMIC("smp_mb__before_atomic"),
    SMP_MB_AFTER_ATOMIC("smp_mb__after_atomic"),
    SMP_MB_AFTER_SPINLOCK("smp_mb__after_spinlock"),
    SMP_MB_AFTER_UNLOCK_LOCK("smp_mb__after_unlock_lock"),
    SMP_MB_AFTER_SRCU_READ_UNLOCK("smp_mb__after_srcu_read_unlock"),
    /// Orders the compiler only.
    BARRIER("barrier");

    private final String kernelName;

    FenceKind(String kernelName) {
        this.kernelName = kernelName;
    }

    /// The spelling in kernel C, which traces and messages print.
    public String kernelName() {
        return kernelName;
    }

    public static Optional<FenceKind> ofKernelName(String name) {
        for (FenceKind kind : values()) {
            if (kind.kernelName.equals(name)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
