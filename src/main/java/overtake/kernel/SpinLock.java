package overtake.kernel;

/// spinlock_t (include/linux/spinlock.h). A final field of a model object.
public final class SpinLock {}
