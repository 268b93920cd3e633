package overtake.check.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// JVM threads that do the same piece of work together, again and again: whoever calls, and others. A piece may take less time than waking a thread, so who waits looks for a while before it
/// sleeps.
public final class Crew implements AutoCloseable {
    /// About a tenth of a millisecond.
    private static final int LOOKS = 1 << 11;

    private final List<Thread> others = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger working = new AtomicInteger();
    /// How many pieces there were.
    private final AtomicInteger pieces = new AtomicInteger();

    private volatile IntConsumer work = _ -> {};
    private volatile Thread caller = Thread.currentThread();
    private volatile boolean closed;

    /// @param members how many there are with the caller
    public Crew(int members) {
        for (int i = 1; i < members; i++) {
            int number = i;
            Thread thread = new Thread(() -> member(number), "overtake-check");
            thread.setDaemon(true);
            others.add(thread);
            thread.start();
        }
    }

    /// Lets all do a piece of work, each with its number; the caller has number 0. Whatever one throws is thrown when all are done.
    public void work(IntConsumer piece) {
        caller = Thread.currentThread();
        work = piece;
        working.set(others.size());
        pieces.incrementAndGet();
        others.forEach(LockSupport::unpark);
        tryTo(piece, 0);
        for (int looks = 0; working.get() > 0; looks++) {
            pause(looks);
        }
        Throwable thrown = failures.poll();
        failures.clear();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void member(int number) {
        int done = 0;
        for (int looks = 0; !closed; looks++) {
            if (pieces.get() == done) {
                pause(looks);
                continue;
            }
            done++;
            tryTo(work, number);
            if (working.decrementAndGet() == 0) {
                LockSupport.unpark(caller);
            }
            looks = 0;
        }
    }

    private void tryTo(IntConsumer piece, int number) {
        try {
            piece.accept(number);
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
    }

    private void pause(int looks) {
        if (looks < LOOKS) {
            Thread.onSpinWait();
        } else {
            LockSupport.park(this);
        }
    }

    @Override
    public void close() {
        closed = true;
        others.forEach(LockSupport::unpark);
    }
}
