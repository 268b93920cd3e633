package overtake.kvm.prefault;

import static overtake.kernel.Kernel.cond_resched;
import static overtake.kernel.Kernel.srcu_read_lock;
import static overtake.kernel.Kernel.srcu_read_unlock;

import org.jspecify.annotations.Nullable;
import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;

/// Agent: KVM_PRE_FAULT_MEMORY for one guest frame. A fault on an invalid slot is to be tried again; the question is where.
public final class PreFault implements Agent {
    /// What it does when it is to try again.
    public enum OnRetry {
        /// Tells userspace, which calls again: the fix.
        EAGAIN,
        /// Tries again at once, in the same section of kvm->srcu.
        LOOP
    }

    private final Kvm kvm;
    private final OnRetry on_retry;
    private final int calls;

    /// @param calls how often userspace calls
    public PreFault(Kvm kvm, OnRetry on_retry, int calls) {
        this.kvm = kvm;
        this.on_retry = on_retry;
        this.calls = calls;
    }

    @Override
    public void run() {
        boolean again = true;
        for (int call = 0; again && call < calls; call++) {
            again = kvm_vcpu_pre_fault_memory();
        }
    }

    /// Whether userspace is to call again.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_vcpu_pre_fault_memory", commit = "v6.18")
    private boolean kvm_vcpu_pre_fault_memory() {
        int idx = srcu_read_lock(kvm.srcu);
        boolean again = kvm_tdp_map_page();
        srcu_read_unlock(kvm.srcu, idx);
        return again;
    }

    /// A loop here, in a section that began before the slot was published as invalid, has no end: the deletion waits for the section, and as long as it does,
    /// the slot stays invalid.
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_tdp_map_page", commit = "v6.18")
    private boolean kvm_tdp_map_page() {
        while (is_invalid(kvm.kvm_memslots().gfn_to_memslot(0))) {
            if (on_retry == OnRetry.EAGAIN) {
                return true;
            }
            cond_resched();
        }
        return false;
    }

    private static boolean is_invalid(@Nullable KvmMemorySlot slot) {
        return slot != null && slot.invalid();
    }
}
