package overtake.memory;

import java.util.Locale;
import overtake.program.FenceKind;

/// How fences are read that the formal model leaves open.
public enum Hardware {
    /// As the model has them: a fence named for atomics or spinlocks orders only together with one of those.
    NONE,
    /// As arm64 compiles them: smp_mb__before_atomic, smp_mb__after_atomic and smp_mb__after_spinlock are full barriers by themselves
    /// (include/asm-generic/barrier.h, arch/arm64/include/asm/barrier.h).
    ARM64;

    /// As in scenarios.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether the fence is a full barrier here, although the model does not say so.
    public boolean makesFull(FenceKind fence) {
        return this == ARM64 && switch (fence) {
            case SMP_MB_BEFORE_ATOMIC, SMP_MB_AFTER_ATOMIC, SMP_MB_AFTER_SPINLOCK -> true;
            case SMP_MB,
                    SMP_RMB,
                    SMP_WMB,
                    SMP_MB_AFTER_UNLOCK_LOCK,
                    SMP_MB_AFTER_SRCU_READ_UNLOCK,
                    BARRIER ->
                false;
        };
    }
}
