package overtake.kvm.arm64;

/// Bits of arch.mmu_pending_ops (arch/arm64/include/asm/kvm_host.h of the series).
final class PendingOp {
    static final int FLUSH_DCACHE = 0;
    static final int INVAL_ICACHE = 1;
    static final int SANITISE_TAGS = 2;

    private PendingOp() {}
}
