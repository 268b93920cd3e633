package overtake.kvm.aging;

/// A page of leaf SPTEs, here with one entry. Read under RCU, freed after a grace period.
public final class PageTable {
    public int spte;
}
