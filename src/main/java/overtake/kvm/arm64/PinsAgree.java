package overtake.kvm.arm64;

import overtake.kernel.StateProperty;

/// I2.7: pins, the account of locked memory and the slot's flags say the same.
public record PinsAgree(Kvm kvm) implements StateProperty {
    @Override
    public boolean holds() {
        for (GuestPage page : kvm.pages) {
            if (page.pinned != kvm.slot_locked) {
                return false;
            }
        }
        return kvm.locked_vm == (kvm.slot_locked ? kvm.pages.length : 0);
    }
}
