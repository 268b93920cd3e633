package overtake.program;

/// The kernel's lock types, with what sets them apart here: may the holder sleep, do readers queue behind a waiting
/// writer, and is an unlock a plain store (it then travels like one under tso) or an atomic operation.
public enum LockKind {
    SPINLOCK("spinlock_t"),
    MUTEX("mutex"),
    /// Queued rwlock_t: a reader waits behind a waiting writer, except in interrupt context (kernel/locking/qrwlock.c).
    RWLOCK("rwlock_t"),
    /// A rwlock_t whose readers never queue behind a waiting writer.
    RWLOCK_UNFAIR("rwlock_t, unfair"),
    /// struct rw_semaphore; its readers queue behind a waiting writer (kernel/locking/rwsem.c).
    RWSEM("rw_semaphore"),
    RWSEM_UNFAIR("rw_semaphore, unfair"),
    /// The place of one task on a run queue: not held by anybody, but empty or not. Who takes it waits until it is not empty; anybody fills it.
    RUN_QUEUE("run queue");

    private final String kernelName;

    LockKind(String kernelName) {
        this.kernelName = kernelName;
    }

    public String kernelName() {
        return kernelName;
    }

    /// Whether taking it may sleep, so that it is forbidden while a spinning lock is held or in interrupt context.
    public boolean sleeps() {
        return switch (this) {
            case MUTEX, RWSEM, RWSEM_UNFAIR, RUN_QUEUE -> true;
            case SPINLOCK, RWLOCK, RWLOCK_UNFAIR -> false;
        };
    }

    /// Whether whoever takes it holds it until the same agent gives it back.
    public boolean hasHolder() {
        return this != RUN_QUEUE;
    }

    public boolean readersQueueBehindWriters() {
        return switch (this) {
            case RWLOCK, RWSEM -> true;
            case SPINLOCK, MUTEX, RWLOCK_UNFAIR, RWSEM_UNFAIR, RUN_QUEUE -> false;
        };
    }

    public boolean supports(LockMode mode) {
        return switch (this) {
            case SPINLOCK, MUTEX, RUN_QUEUE -> mode == LockMode.EXCLUSIVE;
            case RWLOCK, RWLOCK_UNFAIR, RWSEM, RWSEM_UNFAIR -> mode != LockMode.EXCLUSIVE;
        };
    }

    /// Whether releasing it in this mode is a plain store on x86: spin_unlock and write_unlock are; read_unlock,
    /// mutex_unlock and the semaphores are atomic operations.
    public boolean unlockIsPlainStore(LockMode mode) {
        return switch (this) {
            case SPINLOCK -> true;
            case RWLOCK, RWLOCK_UNFAIR -> mode == LockMode.WRITE;
            case MUTEX, RWSEM, RWSEM_UNFAIR, RUN_QUEUE -> false;
        };
    }
}
