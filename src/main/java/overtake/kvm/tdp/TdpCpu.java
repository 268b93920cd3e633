package overtake.kvm.tdp;

import overtake.kvm.vcpu.VcpuRequests;

/// The code of the TDP MMU as one CPU executes it. Each agent has one of its own: what a CPU has given to call_rcu is its alone.
public final class TdpCpu {
    public final Code code;
    public final VcpuRequests requests;
    public final TdpMmu tdp;
    public final TdpSptes sptes;
    public final TdpZap zap;
    public final TdpArchMmu mmu;

    /// Which code runs.
    ///
    /// @param yields whether walks may find mmu_lock contended and drop it
    /// @param zap_flush whether TLBs are flushed after a root has been zapped; v6.9 leaves that out
    public record Code(Variant variant, Mutant mutant, Checked checked, boolean yields, boolean zap_flush) {
        /// v6.9 with the follow-up, unchanged, without yielding.
        public static final Code FIXED = new Code(Variant.FIXED, Mutant.NONE, Checked.ALL, false, false);

        /// The same code with one change.
        public Code with(Mutant change) {
            return new Code(variant, change, checked, yields, zap_flush);
        }

        /// The same code with one property checked.
        public Code checking(Checked property) {
            return new Code(variant, mutant, property, yields, zap_flush);
        }
    }

    public TdpCpu(KvmArch arch) {
        this(arch, Code.FIXED, true);
    }

    public TdpCpu(KvmArch arch, Code code) {
        this(arch, code, true);
    }

    /// @param slots_locked whether who zaps all roots holds slots_lock, as it must
    public TdpCpu(KvmArch arch, Code code, boolean slots_locked) {
        this.code = code;
        requests = new VcpuRequests(arch.kvm);
        tdp = new TdpMmu(arch, code.variant(), code.mutant(), code.checked());
        sptes = new TdpSptes(arch, tdp, requests, code.mutant(), code.yields());
        zap = new TdpZap(arch, tdp, sptes, requests, code, slots_locked);
        mmu = new TdpArchMmu(arch, tdp, sptes, zap, requests);
    }
}
