package overtake.kvm.arm64;

import static overtake.kernel.Kernel.clear_bit;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.set_bit;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import overtake.kernel.KernelSource;

/// What waits for the next run of a vCPU: set by a reset, performed by KVM_RUN (arch/arm64/kvm/mmu.c of the series).
public final class PendingOps {
    private static final int FLUSH = 1 << PendingOp.FLUSH_DCACHE;
    private static final int ICACHE = 1 << PendingOp.INVAL_ICACHE;

    private final Kvm kvm;
    private final Stage2 stage2;
    private final Variant variant;
    private final Mutant mutant;

    /// As posted.
    public PendingOps(Kvm kvm, Stage2 stage2) {
        this(kvm, stage2, Variant.AS_POSTED, Mutant.NONE);
    }

    public PendingOps(Kvm kvm, Stage2 stage2, Variant variant, Mutant mutant) {
        this.kvm = kvm;
        this.stage2 = stage2;
        this.variant = variant;
        this.mutant = mutant;
    }

    /// PERFORM, steps 1 to 5.
    @KernelSource(file = "arch/arm64/kvm/mmu.c", function = "kvm_mmu_perform_pending_ops", commit = "RFC v4 04/39")
    public void kvm_mmu_perform_pending_ops() {
        mutex_lock(kvm.slots_lock); // 1
        int ops = kvm.mmu_pending_ops; // 2
        if (mutant == Mutant.NO_RECHECK || ops != 0) {
            if (mutant == Mutant.CLEAR_BEFORE_FLUSH) {
                clear(ops);
            }
            if (mutant == Mutant.NO_RECHECK || (ops & FLUSH) != 0) { // 3
                flush();
            }
            if ((ops & ICACHE) != 0) {
                kvm.stale_icache = false;
            }
            if (mutant != Mutant.CLEAR_BEFORE_FLUSH) {
                clear(ops); // 4
            }
        }
        mutex_unlock(kvm.slots_lock); // 5
    }

    /// Without a lock around it: nobody else takes requests of this vCPU.
    public void perform(int ops) {
        if ((ops & FLUSH) != 0) {
            flush();
        }
        if ((ops & ICACHE) != 0) {
            kvm.stale_icache = false;
        }
    }

    /// Asks for an operation before the next entry of every vCPU.
    public void set(int bit) {
        if (variant == Variant.REQUEST) {
            for (Vcpu vcpu : kvm.vcpus) {
                set_bit(bit, vcpu.requests);
            }
        } else {
            set_bit(bit, kvm.mmu_pending_ops);
        }
    }

    private void flush() {
        if (kvm.slot_locked) {
            stage2.stage2_flush_memslot();
        }
    }

    /// v4 zeroes the bitmap with a plain store.
    private void clear(int done) {
        if (mutant == Mutant.CLEAR_NOT_ATOMIC) {
            kvm.mmu_pending_ops = kvm.mmu_pending_ops & ~done;
        } else if (variant == Variant.V5) {
            clear_bit(PendingOp.FLUSH_DCACHE, kvm.mmu_pending_ops);
            clear_bit(PendingOp.INVAL_ICACHE, kvm.mmu_pending_ops);
        } else {
            kvm.mmu_pending_ops = 0;
        }
    }

    /// RESET of a vCPU that has run: a locked slot stays mapped, and is cleaned before the next run.
    @KernelSource(file = "arch/arm64/kvm/mmu.c", function = "stage2_unmap_vm", commit = "RFC v4 05/39")
    public void stage2_unmap_vm() {
        if (variant.resetTakesSlotsLock()) {
            mutex_lock(kvm.slots_lock);
        }
        spin_lock(kvm.mmu_lock);
        if (kvm.slot_locked) {
            set(PendingOp.FLUSH_DCACHE);
            if (mutant != Mutant.RESET_WITHOUT_ICACHE) {
                set(PendingOp.INVAL_ICACHE);
            }
        }
        spin_unlock(kvm.mmu_lock);
        if (variant.resetTakesSlotsLock()) {
            mutex_unlock(kvm.slots_lock);
        }
    }
}
