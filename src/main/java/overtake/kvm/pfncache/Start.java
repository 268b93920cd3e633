package overtake.kvm.pfncache;

/// What the caches hold at the start; active and listed they are in any case.
public enum Start {
    /// Nothing: activated a moment ago.
    EMPTY,
    VALID,
    /// The right page and its mapping, but invalid: an invalidation that moved nothing came by.
    INVALIDATED,
    /// A page that the host has moved since, and its mapping; invalid.
    MOVED
}
