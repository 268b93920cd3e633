package overtake;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Work that may take so long and no longer.
final class TimeLimit {
    private TimeLimit() {}

    /// Carries work out, and tells it when its time is over.
    ///
    /// @param end called from another JVM thread, if the work takes that long
    static <T> T within(Optional<Duration> time, Runnable end, Supplier<T> work) {
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(TimeLimit::daemon)) {
            if (time.isPresent()) {
                ScheduledFuture<?> _ = clock.schedule(end, time.get().toMillis(), TimeUnit.MILLISECONDS);
            }
            try {
                return work.get();
            } finally {
                clock.shutdownNow();
            }
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "overtake-clock");
        thread.setDaemon(true);
        return thread;
    }
}
