package overtake.kvm.pfncache;

import static overtake.kernel.Kernel.ghost_held_write;

import overtake.kernel.StateProperty;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.Kvm;

/// I0.6, first half: outside critical sections of gpc->lock, an active cache is on kvm->gpc_list.
record ActiveIsListed(Kvm kvm, GfnToPfnCache gpc) implements StateProperty {
    @Override
    public boolean holds() {
        if (!gpc.active || ghost_held_write(gpc.lock)) {
            return true;
        }
        GfnToPfnCache listed = kvm.gpc_list;
        while (listed != null && listed != gpc) {
            listed = listed.next;
        }
        return listed == gpc;
    }
}
