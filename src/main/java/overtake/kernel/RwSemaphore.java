package overtake.kernel;

/// struct rw_semaphore (include/linux/rwsem.h). A final field of a model object.
public final class RwSemaphore {
    /// Whether a reader queues behind a waiting writer.
    public final boolean fair;

    public RwSemaphore() {
        this(true);
    }

    public RwSemaphore(boolean fair) {
        this.fair = fair;
    }
}
