package overtake.kvm.rmap;

import org.jspecify.annotations.Nullable;

/// struct pte_list_desc: a block of a reverse map, here with room for one SPTE. Freed at once, without RCU: only the rmap lock protects it.
public final class PteListDesc {
    /// What stands for its address.
    public final int number;

    public @Nullable ShadowSpte sptep;
    public @Nullable PteListDesc more;

    public PteListDesc(int number) {
        this.number = number;
    }
}
