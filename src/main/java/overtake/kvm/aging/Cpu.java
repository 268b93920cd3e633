package overtake.kvm.aging;

import overtake.kernel.SpinLock;

/// A physical CPU that runs a vCPU, as far as the guest's accesses need it.
public final class Cpu {
    /// Held during one guest instruction with its page walk. A TLB flush takes it, because a flush is done when the CPU has acknowledged it, which it
    /// does between two instructions.
    public final SpinLock instruction = new SpinLock();

    /// The cached translation of the guest page, 0 for none.
    public int tlb;
}
