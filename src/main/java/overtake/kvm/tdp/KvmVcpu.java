package overtake.kvm.tdp;

import org.jspecify.annotations.Nullable;
import overtake.kernel.SpinLock;

/// struct kvm_vcpu and its struct kvm_mmu, as far as roots need them.
final class KvmVcpu {
    static final int OUTSIDE_GUEST_MODE = 0;
    static final int IN_GUEST_MODE = 1;
    static final int EXITING_GUEST_MODE = 2;

    /// mmu->root.hpa: the root that is loaded. Only the vCPU itself reads and writes it.
    @Nullable KvmMmuPage root;

    /// mmu->root_role.word.
    int root_role;

    int requests;
    int mode;

    /// Held from before the vCPU says that it is in the guest until it has said that it is outside: interrupts are off in KVM, and an interrupt
    /// ends the guest's run. So whoever takes it has had an IPI acknowledged.
    final SpinLock ipi = new SpinLock();

    /// What the CPU has cached of the page tables for guest page 0, see [Spte].
    int tlb;

    KvmVcpu(int root_role) {
        this.root_role = root_role;
    }
}
