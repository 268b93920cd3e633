package overtake.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import overtake.Campaign;
import overtake.Watcher;
import overtake.explore.shrink.Shrinker;
import overtake.memory.MemoryModel;
import overtake.scenario.Scenario;

/// Shows the progress of campaigns that take long, and stops them when the user interrupts.
final class Monitor implements Watcher {
    private static final long FIRST_MILLIS = 2000;
    private static final long MOVING_MILLIS = 250;
    private static final long PLAIN_MILLIS = 5000;
    private static final String CLEAR = "\r\u001b[K";

    /// How the progress is shown.
    enum Mode {
        /// One line that changes, on a terminal.
        MOVING,
        /// A line every few seconds.
        PLAIN,
        NONE
    }

    private final PrintStream err;
    private Mode mode = Mode.NONE;
    private final CountDownLatch finished = new CountDownLatch(1);
    private @Nullable Activity running;
    private @Nullable ScheduledExecutorService clock;
    private boolean interrupted;
    private boolean shown;

    Monitor(PrintStream err) {
        this.err = err;
    }

    /// Something that takes long.
    private interface Activity {
        String line(double seconds);

        void stop();
    }

    synchronized void mode(Mode how) {
        mode = how;
    }

    synchronized boolean interrupted() {
        return interrupted;
    }

    /// The user wants to stop: the running campaign ends soon, and no other one begins.
    synchronized void interrupt() {
        interrupted = true;
        if (running != null) {
            running.stop();
        }
    }

    /// Everything has been printed.
    void finish() {
        finished.countDown();
    }

    boolean awaitFinish(long seconds) throws InterruptedException {
        return finished.await(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void begins(Scenario scenario, MemoryModel model, Campaign campaign) {
        String what = scenario.path() + " " + model.name();
        begins(new Activity() {
            @Override
            public String line(double seconds) {
                return Monitor.line(what, campaign.progress(), seconds);
            }

            @Override
            public void stop() {
                campaign.stop();
            }
        });
    }

    @Override
    public void shrinks(Scenario scenario, MemoryModel model, Shrinker shrinker) {
        String what = scenario.path() + " " + model.name();
        begins(new Activity() {
            @Override
            public String line(double seconds) {
                return Monitor.line(what, shrinker.progress(), seconds);
            }

            @Override
            public void stop() {
                shrinker.stop();
            }
        });
    }

    private synchronized void begins(Activity activity) {
        running = activity;
        if (interrupted) {
            activity.stop();
        }
        if (mode == Mode.NONE) {
            return;
        }
        long start = System.nanoTime();
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "overtake-progress");
            thread.setDaemon(true);
            return thread;
        });
        long period = mode == Mode.MOVING ? MOVING_MILLIS : PLAIN_MILLIS;
        ScheduledFuture<?> _ = clock.scheduleAtFixedRate(
                () -> show(activity, start), FIRST_MILLIS, period, TimeUnit.MILLISECONDS);
    }

    private synchronized void show(Activity activity, long start) {
        if (running != activity) {
            return;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        String line = activity.line(seconds);
        if (mode == Mode.MOVING) {
            err.print(CLEAR + line);
            err.flush();
            shown = true;
        } else {
            err.println(line);
        }
    }

    static String line(String what, Campaign.Progress progress, double seconds) {
        String of = progress.runs() == Long.MAX_VALUE ? "" : String.format(Locale.ROOT, " of %,d", progress.runs());
        String cut = progress.cut() == 0 ? "" : String.format(Locale.ROOT, ", %,d cut", progress.cut());
        return String.format(Locale.ROOT, "fuzzing %s: %,d%s executions, %,.0f/s%s, %s, %.0f s", what,
                progress.executions(), of, progress.executions() / Math.max(seconds, 1e-3), cut,
                progress.violations() == 0 ? "no violation yet" : progress.violations() + " found", seconds);
    }

    static String line(String what, Shrinker.Progress progress, double seconds) {
        return String.format(Locale.ROOT, "making the violation of %s smaller: %s; %,d attempts, %,d states, %.0f s",
                what,
                progress.size(), progress.attempts(), progress.states(), seconds);
    }

    @Override
    public synchronized void ended() {
        running = null;
        if (clock != null) {
            clock.shutdownNow();
            clock = null;
        }
        if (shown) {
            err.print(CLEAR);
            err.flush();
            shown = false;
        }
    }
}
