package overtake.lift.model;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import overtake.kernel.Mutex;
import overtake.kernel.RunQueue;
import overtake.kernel.RwLock;
import overtake.kernel.RwSemaphore;
import overtake.kernel.SpinLock;
import overtake.lift.code.LiftProblem;
import overtake.program.LockKind;

/// Reads the objects of a world as they were built.
public final class Reflection {
    private Reflection() {}

    /// The value of a field; `holder` is null for a static one.
    public static @Nullable Object get(Field field, @Nullable Object holder) {
        try {
            field.setAccessible(true);
            return field.get(holder);
        } catch (IllegalAccessException e) {
            throw new LiftProblem("field " + field.getName() + " cannot be read: " + e.getMessage());
        }
    }

    static LockKind kind(Object lock) {
        return switch (lock) {
            case SpinLock _ -> LockKind.SPINLOCK;
            case Mutex _ -> LockKind.MUTEX;
            case RwLock l -> l.fair ? LockKind.RWLOCK : LockKind.RWLOCK_UNFAIR;
            case RwSemaphore l -> l.fair ? LockKind.RWSEM : LockKind.RWSEM_UNFAIR;
            case RunQueue _ -> LockKind.RUN_QUEUE;
            default -> throw new IllegalStateException("not a lock: " + lock.getClass());
        };
    }
}
