package overtake.kvm;

import org.jspecify.annotations.Nullable;

/// struct kvm_vcpu: what others ask of a vCPU, whether it runs the guest, and the translations that its CPU has cached.
public final class KvmVcpu {
    public static final int OUTSIDE_GUEST_MODE = 0;
    public static final int IN_GUEST_MODE = 1;
    public static final int EXITING_GUEST_MODE = 2;

    /// One of the three modes. Only the vCPU enters and leaves; others may change IN_GUEST_MODE to EXITING_GUEST_MODE.
    public int mode;

    /// Bits, by the constants of `VcpuRequests`.
    public int requests;

    /// What a request is about, for requests that have more to say than their bit.
    public int payload;

    /// The page that the CPU's TLB holds for each guest frame. Its own: no other CPU reads or changes it.
    public final Tlb[] tlb;

    /// The vCPUs of a VM.
    public static KvmVcpu[] several(int count, int gfns) {
        var vcpus = new KvmVcpu[count];
        for (int i = 0; i < count; i++) {
            vcpus[i] = new KvmVcpu(gfns);
        }
        return vcpus;
    }

    /// @param gfns how many guest frames its TLB can hold, 0 to 2
    public KvmVcpu(int gfns) {
        if (gfns < 0 || gfns > 2) {
            throw new IllegalArgumentException("a TLB of " + gfns + " guest frames; expected 0 to 2");
        }
        tlb = new Tlb[gfns];
        for (int i = 0; i < gfns; i++) {
            tlb[i] = new Tlb();
        }
    }

    /// One entry of a TLB.
    public static final class Tlb {
        public @Nullable Page page;
    }
}
