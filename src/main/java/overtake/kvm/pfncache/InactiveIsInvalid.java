package overtake.kvm.pfncache;

import static overtake.kernel.Kernel.ghost_held_write;

import overtake.kernel.StateProperty;
import overtake.kvm.GfnToPfnCache;

/// I0.6, second half: outside critical sections of gpc->lock, an inactive cache is not valid.
record InactiveIsInvalid(GfnToPfnCache gpc) implements StateProperty {
    @Override
    public boolean holds() {
        return gpc.active || !gpc.valid || ghost_held_write(gpc.lock);
    }
}
