package overtake.kvm.arm64;

import static overtake.kernel.Kernel.clear_bit;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_trylock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.set_bit;
import static overtake.kernel.Kernel.smp_rmb;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import overtake.kernel.KernelSource;

/// The ioctls that lock and unlock the memslot (arch/arm64/kvm/mmu.c of the series).
public final class LockMemslot {
    private final Kvm kvm;
    private final Stage2 stage2;
    private final PendingOps pending;
    private final Variant variant;
    private final Mutant mutant;

    /// As posted.
    public LockMemslot(Kvm kvm, Stage2 stage2, PendingOps pending) {
        this(kvm, stage2, pending, Variant.AS_POSTED, Mutant.NONE);
    }

    public LockMemslot(Kvm kvm, Stage2 stage2, PendingOps pending, Variant variant, Mutant mutant) {
        this.kvm = kvm;
        this.stage2 = stage2;
        this.pending = pending;
        this.variant = variant;
        this.mutant = mutant;
    }

    /// Steps 1 to 10 of LOCK. That no vCPU has ever run is not asked: the scripts see to it.
    @KernelSource(file = "arch/arm64/kvm/mmu.c", function = "kvm_mmu_lock_memslot", commit = "RFC v4 04/39")
    public boolean kvm_mmu_lock_memslot() {
        mutex_lock(kvm.lock); // 1
        int taken = 0;
        while (taken < kvm.vcpus.length && mutex_trylock(kvm.vcpus[taken].mutex)) { // 2
            taken++;
        }
        boolean done = false;
        if (taken == kvm.vcpus.length) {
            mutex_lock(kvm.slots_lock); // 4
            done = lock_memslot();
            mutex_unlock(kvm.slots_lock);
        }
        for (int i = 0; i < taken; i++) {
            mutex_unlock(kvm.vcpus[i].mutex);
        }
        mutex_unlock(kvm.lock);
        return done;
    }

    @KernelSource(file = "arch/arm64/kvm/mmu.c", function = "lock_memslot", commit = "RFC v4 04/39")
    private boolean lock_memslot() {
        int seq = kvm.mmu_notifier_seq; // 6
        smp_rmb();
        for (GuestPage page : kvm.pages) { // 7
            if (mutant == Mutant.SEQ_FOR_EACH_PAGE) {
                seq = kvm.mmu_notifier_seq;
                smp_rmb();
            }
            page.pinned = true;
            spin_lock(kvm.mmu_lock);
            if (kvm.mmu_notifier_seq != seq) {
                spin_unlock(kvm.mmu_lock);
                unpin_before(page); // the page just pinned is not on the list yet
                return false;
            }
            map(page);
            spin_unlock(kvm.mmu_lock);
        }
        kvm.locked_vm += kvm.pages.length; // 8
        if (mutant == Mutant.SET_BEFORE_FLAGS) {
            set_pending();
        }
        kvm.slot_locked = true; // 9
        if (mutant != Mutant.SET_BEFORE_FLAGS) {
            set_pending();
        }
        return true;
    }

    private void map(GuestPage page) {
        if (variant.defers()) {
            stage2.map_deferred(page);
        } else {
            stage2.map_clean(page);
        }
    }

    private void set_pending() { // 10
        if (variant.defers()) {
            pending.set(PendingOp.FLUSH_DCACHE);
        }
        if (mutant == Mutant.SANITISE_WITHOUT_MTE) {
            set_bit(PendingOp.SANITISE_TAGS, kvm.mmu_pending_ops);
        }
    }

    private void unpin_before(GuestPage last) {
        for (GuestPage page : kvm.pages) {
            if (page == last) {
                return;
            }
            page.pinned = false;
        }
    }

    /// v4 leaves stage 2 as it is; v5 unmaps while operations are pending, and forgets them.
    @KernelSource(file = "arch/arm64/kvm/mmu.c", function = "kvm_mmu_unlock_memslot", commit = "RFC v4 04/39")
    public void kvm_mmu_unlock_memslot() {
        mutex_lock(kvm.slots_lock);
        if (variant == Variant.V5 && kvm.mmu_pending_ops != 0) {
            for (GuestPage page : kvm.pages) {
                stage2.unmap(page);
            }
            clear_bit(PendingOp.FLUSH_DCACHE, kvm.mmu_pending_ops);
            clear_bit(PendingOp.INVAL_ICACHE, kvm.mmu_pending_ops);
        }
        for (GuestPage page : kvm.pages) {
            page.pinned = false;
        }
        kvm.locked_vm -= kvm.pages.length;
        kvm.slot_locked = false;
        mutex_unlock(kvm.slots_lock);
    }
}
