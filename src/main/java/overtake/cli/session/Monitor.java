package overtake.cli.session;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;
import overtake.Campaign;
import overtake.Watcher;
import overtake.check.Check;
import overtake.explain.Explainer;
import overtake.explore.shrink.Shrinker;
import overtake.memory.MemoryModel;
import overtake.scenario.Scenario;

/// Shows the progress of work that takes long, and stops it when the user interrupts.
public final class Monitor implements Watcher {
    private static final long FIRST_MILLIS = 2000;
    private static final long MOVING_MILLIS = 250;
    private static final long PLAIN_MILLIS = 5000;
    private static final long PLAIN_CHECK_MILLIS = 1000;
    private static final String CLEAR = "\r\u001b[K";

    /// How the progress is shown.
    public enum Mode {
        /// One line that changes, on a terminal.
        MOVING,
        /// A line every few seconds.
        PLAIN,
        NONE
    }

    private final PrintStream err;
    private Mode mode = Mode.NONE;
    private final CountDownLatch finished = new CountDownLatch(1);
    private @Nullable Runnable running;
    private @Nullable ScheduledExecutorService clock;
    private boolean interrupted;
    private boolean shown;

    public Monitor(PrintStream err) {
        this.err = err;
    }

    public synchronized void mode(Mode how) {
        mode = how;
    }

    public synchronized boolean interrupted() {
        return interrupted;
    }

    /// The user wants to stop: the running campaign ends soon, and no other one begins.
    public synchronized void interrupt() {
        interrupted = true;
        if (running != null) {
            running.run();
        }
    }

    /// Everything has been printed.
    public void finish() {
        finished.countDown();
    }

    public boolean awaitFinish(long seconds) throws InterruptedException {
        return finished.await(seconds, TimeUnit.SECONDS);
    }

    @Override
    public synchronized void begins(Scenario scenario, MemoryModel model, Campaign campaign) {
        String what = scenario.path() + " " + model.name();
        begins(campaign::stop, PLAIN_MILLIS, seconds -> line(what, campaign.progress(), seconds));
    }

    @Override
    public synchronized void begins(Scenario scenario, MemoryModel model, Check check) {
        String what = scenario.path() + " " + model.name();
        begins(check::stop, PLAIN_CHECK_MILLIS, seconds -> line(what, check.progress(), seconds));
    }

    @Override
    public synchronized void shrinks(Scenario scenario, MemoryModel model, Shrinker shrinker) {
        String what = scenario.path() + " " + model.name();
        begins(shrinker::stop, PLAIN_MILLIS, seconds -> line(what, shrinker.progress(), seconds));
    }

    @Override
    public synchronized void explains(Scenario scenario, MemoryModel model, Explainer explainer) {
        String what = scenario.path() + " " + model.name();
        begins(explainer::stop, PLAIN_MILLIS,
                seconds -> String.format(Locale.ROOT, "explaining the violation of %s: %s, %.0f s",
                        what, explainer.progress(), seconds));
    }

    /// Some work begins.
    ///
    /// @param stop makes it end soon
    /// @param line its progress after some seconds
    public synchronized void begins(Runnable stop, DoubleFunction<String> line) {
        begins(stop, PLAIN_MILLIS, line);
    }

    private synchronized void begins(Runnable stop, long plainMillis, DoubleFunction<String> line) {
        running = stop;
        if (interrupted) {
            stop.run();
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
        long period = mode == Mode.MOVING ? MOVING_MILLIS : plainMillis;
        ScheduledFuture<?> _ = clock.scheduleAtFixedRate(
                () -> show(stop, line, start), Math.min(FIRST_MILLIS, plainMillis), period, TimeUnit.MILLISECONDS);
    }

    private synchronized void show(Runnable stop, DoubleFunction<String> text, long start) {
        if (running != stop) {
            return;
        }
        String line = text.apply((System.nanoTime() - start) / 1e9);
        if (mode == Mode.MOVING) {
            err.print(CLEAR + line);
            err.flush();
            shown = true;
        } else {
            err.println(line);
        }
    }

    /// Takes the moving line away, so that a result can be printed in its place.
    public synchronized void clear() {
        if (shown) {
            err.print(CLEAR);
            err.flush();
            shown = false;
        }
    }

    public static String line(String what, Campaign.Progress progress, double seconds) {
        String of = progress.runs() == Long.MAX_VALUE ? "" : String.format(Locale.ROOT, " of %,d", progress.runs());
        String cut = progress.cut() == 0 ? "" : String.format(Locale.ROOT, ", %,d cut", progress.cut());
        return String.format(Locale.ROOT, "fuzzing %s: %,d%s executions, %,.0f/s%s, %s, %.0f s", what,
                progress.executions(), of, progress.executions() / Math.max(seconds, 1e-3), cut,
                progress.violations() == 0 ? "no violation yet" : progress.violations() + " found", seconds);
    }

    public static String line(String what, Check.Progress progress, double seconds) {
        String estimate = progress.estimate() == 0 ? "still growing"
                : String.format(Locale.ROOT, "about %,d in all", progress.estimate());
        return String.format(Locale.ROOT, "checking %s: %,d states, %,.0f/s, level %d with %,d, %,d MiB, %s, %.0f s",
                what, progress.states(), progress.states() / Math.max(seconds, 1e-3), progress.depth(),
                progress.frontier(), progress.bytes() >> 20, estimate, seconds);
    }

    public static String line(String what, Shrinker.Progress progress, double seconds) {
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
        clear();
    }
}
