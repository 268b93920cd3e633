package overtake.check.states;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// Work in pieces, done by the JVM thread that has it to do and by those that wait for it meanwhile.
final class Together {
    /// After that many looks in vain somebody else should have the processor.
    private static final int IN_VAIN = 1 << 10;

    private volatile Work current = new Work(0, _ -> {});

    /// Does all pieces; those who [#help] do some. Whatever one throws is thrown when all are done.
    void work(int pieces, IntConsumer piece) {
        Work work = new Work(pieces, piece);
        current = work;
        work.help();
        for (int looks = 1; work.left.get() > 0; looks++) {
            pause(looks);
        }
        work.thrown();
    }

    /// Does pieces as long as there are some.
    ///
    /// @param looks how often the caller has looked before: if there are none, a moment passes
    void help(int looks) {
        if (!current.help()) {
            pause(looks);
        }
    }

    /// Lets a moment pass between looks.
    static void pause(int looks) {
        if (looks % IN_VAIN == 0) {
            LockSupport.parkNanos(1);
        } else {
            Thread.onSpinWait();
        }
    }

    private static final class Work {
        private final int pieces;
        private final IntConsumer piece;
        private final AtomicInteger taken = new AtomicInteger();
        private final AtomicInteger left;
        private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

        Work(int pieces, IntConsumer piece) {
            this.pieces = pieces;
            this.piece = piece;
            left = new AtomicInteger(pieces);
        }

        boolean help() {
            boolean helped = false;
            while (taken.get() < pieces) {
                int number = taken.getAndIncrement();
                if (number < pieces) {
                    helped = true;
                    carryOut(number);
                }
            }
            return helped;
        }

        private void carryOut(int number) {
            try {
                piece.accept(number);
            } catch (RuntimeException | Error e) {
                failures.add(e);
            } finally {
                left.decrementAndGet();
            }
        }

        void thrown() {
            Throwable thrown = failures.poll();
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }
}
