package overtake.actor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.jspecify.annotations.Nullable;
import overtake.machine.Bounds;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// The one actor system that all worlds of a process share, started when the first world is opened. May be used from
/// any JVM thread.
public final class ActorRuntime implements AutoCloseable {
    private static final long TERMINATION_SECONDS = 10;

    /// Worlds never queue anything and never use a clock, so little of what Pekko offers is needed.
    private static final String SETTINGS = """
        pekko {
          loglevel = OFF
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          daemonic = on
          jvm-exit-on-fatal-error = off
          jvm-shutdown-hooks = off
          coordinated-shutdown.run-by-jvm-shutdown-hook = off
          coordinated-shutdown.run-by-actor-system-terminate = off
          library-extensions = []
          scheduler.tick-duration = 100ms
          actor.default-dispatcher.fork-join-executor { parallelism-min = 1, parallelism-max = 1 }
          actor.internal-dispatcher.fork-join-executor { parallelism-min = 1, parallelism-max = 1 }
        }
        """;

    private final boolean ownsSystem;
    private @Nullable ActorSystem system;
    private final Deque<Desk> free = new ArrayDeque<>();
    private final List<ActorEngine> open = new ArrayList<>();
    private int desks;
    private int worlds;
    private boolean closed;

    public ActorRuntime() {
        ownsSystem = true;
    }

    /// Worlds live in an actor system that somebody else ends.
    public static ActorRuntime in(ActorSystem system) {
        return new ActorRuntime(system);
    }

    ActorRuntime(ActorSystem system) {
        this.system = system;
        ownsSystem = false;
    }

    /// Opens a world: makes its actors. Close it when it is no longer needed.
    public ActorEngine open(World world, MemoryModel model, Bounds bounds) {
        Cast cast = Cast.of(world, model, bounds);
        ActorSystem host;
        Desk desk;
        String name;
        synchronized (this) {
            host = system();
            desk = free.isEmpty() ? Desk.register(host, "overtake-desk-" + ++desks) : free.pop();
            name = "world-" + ++worlds;
        }
        ActorEngine engine =
                new ActorEngine(this, model, cast, desk, new Pool(world.programs().size(), bounds.channel()));
        engine.open(host, name, world.bounds().isEmpty() || cast.outOfOrder()
                ? Optional.empty()
                : Optional.of(new Conductor.WaitMonitor(world, model, bounds)));
        synchronized (this) {
            open.add(engine);
        }
        return engine;
    }

    private ActorSystem system() {
        if (closed) {
            throw new IllegalStateException("the actor system is closed");
        }
        if (system == null) {
            Config settings = ConfigFactory.parseString(SETTINGS)
                    .withFallback(ConfigFactory.defaultReference())
                    .resolve();
            system = ActorSystem.create("overtake", settings);
        }
        return system;
    }

    /// Whether the actor system runs.
    synchronized boolean started() {
        return system != null;
    }

    synchronized void closed(ActorEngine engine, Desk desk) {
        if (open.remove(engine)) {
            free.push(desk);
        }
    }

    /// Closes the worlds that are still open, which must not be running, and ends the actor system.
    @Override
    public void close() {
        List<ActorEngine> left;
        ActorSystem ending;
        synchronized (this) {
            closed = true;
            left = List.copyOf(open);
            ending = ownsSystem ? system : null;
            system = null;
        }
        left.forEach(ActorEngine::close);
        if (ending != null) {
            ending.terminate();
            try {
                ending.getWhenTerminated().toCompletableFuture().get(TERMINATION_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException(
                        "the actor system did not end within " + TERMINATION_SECONDS + " seconds", e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // its threads are daemons: they hold nothing up
            }
        }
    }
}
