package overtake.kvm.pfncache;

/// What the VMM does to the first cache while the vCPUs run.
public enum Ioctl {
    NONE,
    /// Deactivates it.
    DEACTIVATE,
    /// Deactivates it and activates it again.
    REACTIVATE,
    /// Activates it, active or not, for the other user address.
    ACTIVATE_ELSEWHERE
}
