package overtake.actor;

import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.Props;
import org.jspecify.annotations.Nullable;
import overtake.explore.Engine;
import overtake.explore.Strategy;
import overtake.machine.Bounds;
import overtake.machine.Fault;
import overtake.machine.Journal;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// Runs on actors: one for each agent, lock and grace-period domain, one for memory, one that watches invariants, and a
/// conductor. Opened by [ActorRuntime#open]; used from one JVM thread at a time. All messages are processed on the
/// thread that calls [#run].
public final class ActorEngine implements Engine {
    private static final long START_SECONDS = 10;

    private final ActorRuntime runtime;
    private final MemoryModel model;
    private final Cast cast;
    private final Desk desk;
    private final Pool pool;
    private long deliveredBefore;
    private long deliveredInAll;
    private long lostBefore;
    private @Nullable Conductor conductor;

    ActorEngine(ActorRuntime runtime, MemoryModel model, Cast cast, Desk desk, Pool pool) {
        this.runtime = runtime;
        this.model = model;
        this.cast = cast;
        this.desk = desk;
        this.pool = pool;
    }

    /// Makes the actors. The guardian of the system starts the conductor on a thread of its own, and what it does there
    /// comes to this one. Until it is done, messages to the conductor take a detour through that thread; the first one,
    /// sent here, arrives when they no longer do.
    ///
    /// @param waits for worlds with bounds on waiting
    void open(ActorSystem system, String name, Optional<Conductor.WaitMonitor> waits) {
        Conductor[] made = new Conductor[1];
        desk.open(pool, Desk.Trouble.NONE);
        Props props = Props.create(Conductor.class, () -> {
            made[0] = new Conductor(desk, pool, cast, waits);
            return made[0];
        });
        ActorRef address = ((ExtendedActorSystem) system).systemActorOf(props.withDispatcher(desk.id()), name);
        address.tell(Message.Open.MESSAGE, ActorRef.noSender());
        try {
            while (made[0] == null || !made[0].open()) {
                if (!desk.awaitOutside(START_SECONDS)) {
                    throw new IllegalStateException(name + " did not start within " + START_SECONDS + " seconds");
                }
                desk.settle();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " was opened", e);
        }
        conductor = made[0];
        desk.open(pool, made[0]);
        made[0].check();
        deliveredBefore = desk.delivered();
        lostBefore = desk.lost();
    }

    private Conductor conductor() {
        if (conductor == null) {
            throw new IllegalStateException("the world " + cast.world().name() + " is closed");
        }
        return conductor;
    }

    /// From now on the observer is told what happens, event by event, as [Message.Happened].
    void observe(ActorRef observer) {
        conductor().observe(observer);
    }

    /// Where the world's actors are.
    Addresses addresses() {
        return conductor().addresses();
    }

    @Override
    public World world() {
        return cast.world();
    }

    @Override
    public MemoryModel model() {
        return model;
    }

    @Override
    public String name() {
        return "actors";
    }

    @Override
    public void journal(Journal journal) {
        conductor().journal(journal);
    }

    /// @throws ActorFailure if an actor fails; the next run begins anew
    @Override
    public Ending run(Strategy strategy, int maxSteps) {
        return conductor().run(strategy, maxSteps);
    }

    @Override
    public Optional<Fault> fault() {
        return conductor().fault();
    }

    @Override
    public int steps() {
        return conductor().steps();
    }

    @Override
    public int step(int index) {
        return conductor().step(index);
    }

    @Override
    public long deliveries() {
        return conductor == null ? deliveredInAll : desk.delivered() - deliveredBefore;
    }

    /// How many messages reached nobody; each was a failure.
    long lost() {
        return desk.lost() - lostBefore;
    }

    @Override
    public int cell(int cell) {
        return cast.cell(cell);
    }

    @Override
    public int observation(int agent, int slot) {
        return cast.observation(agent, slot);
    }

    @Override
    public boolean covered(int agent, int pc) {
        return cast.covered(agent, pc);
    }

    @Override
    public Set<Bounds.Kind> boundsMet() {
        return cast.boundsMet();
    }

    /// Stops the actors of the world. What the last run found can still be asked for its cells and coverage.
    @Override
    public void close() {
        if (conductor == null) {
            return;
        }
        Conductor closing = conductor;
        deliveredInAll = deliveries();
        conductor = null;
        desk.takeOver();
        desk.fromOutside();
        pool.clear();
        closing.getSelf().tell(PoisonPill.getInstance(), ActorRef.noSender());
        desk.settle();
        desk.release();
        if (!closing.stopped()) {
            throw new IllegalStateException("the actors of " + cast.world().name() + " did not stop");
        }
        runtime.closed(this, desk);
    }
}
