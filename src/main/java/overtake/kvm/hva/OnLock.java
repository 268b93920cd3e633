package overtake.kvm.hva;

/// A function that the walk calls when it has taken mmu_lock.
public interface OnLock {
    void on_lock();
}
