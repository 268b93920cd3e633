package overtake.kvm.arm64;

import overtake.kernel.Mutex;

/// struct kvm_vcpu.
public final class Vcpu {
    public final Mutex mutex = new Mutex();

    /// Bits of [PendingOp] for this vCPU alone; only with [Variant#REQUEST].
    public int requests;

    /// Not 0 while the guest runs.
    public int mode;
}
