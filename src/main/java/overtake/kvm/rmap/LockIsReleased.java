package overtake.kvm.rmap;

import overtake.kernel.StateProperty;

/// I4.6, when all is over: nobody has left the bit lock set.
public record LockIsReleased(RmapHead head) implements StateProperty {
    @Override
    public boolean holds() {
        return (head.val & RmapHead.KVM_RMAP_LOCKED) == 0;
    }
}
