package overtake.kvm.rmap;

import org.jspecify.annotations.Nullable;

/// struct pte_list_desc: a block of a reverse map, here with room for one SPTE. Freed at once, without RCU: only the rmap lock protects it.
final class PteListDesc {
    /// What stands for its address.
    final int number;

    @Nullable
    ShadowSpte sptep;
    @Nullable
    PteListDesc more;

    PteListDesc(int number) {
        this.number = number;
    }
}
