package overtake.kvm.arm64;

import overtake.kernel.StateProperty;

/// I2.8: no pending operation stays for ever. At the end every vCPU has run after every reset.
public record NothingPending(Kvm kvm) implements StateProperty {
    @Override
    public boolean holds() {
        return kvm.mmu_pending_ops == 0;
    }
}
