package overtake.kvm.arm64;

import overtake.kernel.Mutex;
import overtake.kernel.SpinLock;

/// struct kvm and its only memslot, as far as locking the slot needs them (arch/arm64/include/asm/kvm_host.h).
public final class Kvm {
    public final Mutex lock = new Mutex();
    public final Mutex slots_lock = new Mutex();
    public final SpinLock mmu_lock = new SpinLock();
    public final GuestPage[] pages;
    public final Vcpu[] vcpus;

    /// arch.mmu_pending_ops: set under slots_lock or, by a vCPU's reset, without; read by KVM_RUN without.
    public int mmu_pending_ops;

    /// memslot->arch.flags; under slots_lock.
    public boolean slot_locked;

    /// mm->locked_vm, in pages.
    public int locked_vm;

    /// Moved by the end of an invalidation; under mmu_lock.
    public int mmu_notifier_seq;

    /// What the VMM has told its other thread to be written: 0 before it has started that thread.
    public int started;

    /// Where the guest says that it has written: 0 before.
    public int guest_wrote;

    /// Ghost: instructions were written and the instruction caches not invalidated since.
    public boolean stale_icache;

    public Kvm(GuestPage[] pages, Vcpu[] vcpus) {
        this.pages = pages;
        this.vcpus = vcpus;
    }
}
