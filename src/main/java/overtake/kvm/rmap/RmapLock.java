package overtake.kvm.rmap;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.cmpxchg_acquire;
import static overtake.kernel.Kernel.cmpxchg_relaxed;
import static overtake.kernel.Kernel.cpu_relax;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.local_irq_disable;
import static overtake.kernel.Kernel.local_irq_enable;
import static overtake.kernel.Kernel.smp_load_acquire;
import static overtake.kernel.Kernel.smp_store_release;

import overtake.kernel.KernelSource;

/// AGE-RMAP 1 to 4, 6, 7 and RMAP-WRITE's lock (arch/x86/kvm/mmu/mmu.c, 4834eaded91e and neighbours). Preemption off is interrupts off here: no other
/// task comes on the CPU, and the only other task that a world has for it is an interrupt handler.
public final class RmapLock {
    private final RmapHead head;
    private final Mutant mutant;

    public RmapLock(RmapHead head) {
        this(head, Mutant.NONE);
    }

    public RmapLock(RmapHead head, Mutant mutant) {
        this.head = head;
        this.mutant = mutant;
    }

    /// The value that the head had, or 0 if the map is empty, which needs no lock.
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "__kvm_rmap_lock", commit = "v6.15")
    public int kvm_rmap_lock() {
        int old_val = read_val(); // AGE-RMAP 2
        if (old_val == 0) {
            return 0;
        }
        while (true) {
            while ((old_val & RmapHead.KVM_RMAP_LOCKED) != 0) { // 3
                cpu_relax();
                old_val = read_val();
            }
            if (mutant != Mutant.NO_RECHECK && old_val == 0) { // emptied by who held the lock
                return 0;
            }
            int new_val = old_val | RmapHead.KVM_RMAP_LOCKED;
            int current = mutant == Mutant.LOAD_ACQUIRE
                    ? cmpxchg_relaxed(head.val, old_val, new_val)
                    : cmpxchg_acquire(head.val, old_val, new_val); // 4
            if (current == old_val) {
                return old_val;
            }
            old_val = current;
        }
    }

    /// The same by a task that may have taken the CPU of who holds the lock: then nobody will ever release it.
    public int kvm_rmap_lock_on_same_cpu() {
        ensure("holder-keeps-its-cpu", (READ_ONCE(head.val) & RmapHead.KVM_RMAP_LOCKED) == 0);
        return kvm_rmap_lock();
    }

    private int read_val() {
        return mutant == Mutant.LOAD_ACQUIRE ? smp_load_acquire(head.val) : READ_ONCE(head.val);
    }

    /// With mmu_lock held for write: the new value, 0 if the map is empty now.
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_rmap_unlock", commit = "v6.15")
    public void kvm_rmap_unlock(int new_val) {
        smp_store_release(head.val, new_val);
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_rmap_lock_readonly", commit = "v6.15")
    public int kvm_rmap_lock_readonly() {
        preempt_disable(); // 1
        int rmap_val = kvm_rmap_lock();
        if (rmap_val == 0) {
            preempt_enable();
        }
        return rmap_val;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_rmap_unlock_readonly", commit = "v6.15")
    public void kvm_rmap_unlock_readonly(int old_val) {
        smp_store_release(head.val, old_val); // 6
        preempt_enable(); // 7
    }

    private void preempt_disable() {
        if (mutant != Mutant.PREEMPTIBLE) {
            local_irq_disable();
        }
    }

    private void preempt_enable() {
        if (mutant != Mutant.PREEMPTIBLE) {
            local_irq_enable();
        }
    }
}
