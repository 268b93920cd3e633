package overtake.kvm.rmap;

/// A leaf SPTE of the shadow MMU.
public final class ShadowSpte {
    public static final int PRESENT = 1;
    public static final int ACCESSED = 2;

    public int spte = PRESENT | ACCESSED;
}
