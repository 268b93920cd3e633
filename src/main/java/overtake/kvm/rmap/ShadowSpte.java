package overtake.kvm.rmap;

/// A leaf SPTE of the shadow MMU.
final class ShadowSpte {
    static final int PRESENT = 1;
    static final int ACCESSED = 2;

    int spte = PRESENT | ACCESSED;
}
