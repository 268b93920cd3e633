package overtake.bench;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How far a measurement is, and how to end it early: what has been measured in full by then is kept. Its methods may be called from any JVM thread.
public final class Course {
    private final Consumer<String> remarks;
    private String what = "beginning";
    private boolean stopped;
    private @Nullable Runnable running;

    /// @param remarks are told what is measured next, and what was found
    public Course(Consumer<String> remarks) {
        this.remarks = remarks;
    }

    /// What is being measured.
    public synchronized String what() {
        return what;
    }

    /// Ends the measurement soon.
    public synchronized void stop() {
        stopped = true;
        if (running != null) {
            running.run();
        }
    }

    /// Whether [#stop] was called: what is measured now is not whole.
    public synchronized boolean stopped() {
        return stopped;
    }

    synchronized void measures(String next) {
        what = next;
        remarks.accept(next);
    }

    void remark(String remark) {
        remarks.accept(remark);
    }

    /// Some work begins, or has ended if there is none.
    ///
    /// @param stop makes it end soon
    synchronized void works(@Nullable Runnable stop) {
        running = stop;
        if (stopped && stop != null) {
            stop.run();
        }
    }
}
