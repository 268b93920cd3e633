package overtake.kernel;

/// rwlock_t (include/linux/rwlock.h): queued, so that a reader waits behind a waiting writer, except in interrupt context.
/// A final field of a model object.
public final class RwLock {
    /// Whether a reader queues behind a waiting writer.
    public final boolean fair;

    public RwLock() {
        this(true);
    }

    public RwLock(boolean fair) {
        this.fair = fair;
    }
}
