package overtake.kvm.arm64;

/// Bits of arch.mmu_pending_ops (arch/arm64/include/asm/kvm_host.h of the series).
public final class PendingOp {
    public static final int FLUSH_DCACHE = 0;
    public static final int INVAL_ICACHE = 1;
    public static final int SANITISE_TAGS = 2;

    private PendingOp() {}
}
