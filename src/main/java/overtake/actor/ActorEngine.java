package overtake.actor;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.Props;
import org.jspecify.annotations.Nullable;
import overtake.explore.Engine;
import overtake.explore.Strategy;
import overtake.machine.Fault;
import overtake.machine.Journal;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// Runs on actors: one for each agent, lock and grace-period domain, one for memory, one that watches invariants, and a conductor. Opened by
/// [ActorRuntime#open]; used from one JVM thread at a time. All messages are processed on the thread that calls [#run].
public final class ActorEngine implements Engine {
    private static final long START_SECONDS = 10;

    private final ActorRuntime runtime;
    private final MemoryModel model;
    private final Cast cast;
    private final Desk desk;
    private final Pool pool;
    private final long deliveredBefore;
    private @Nullable ActorRef address;
    private @Nullable Conductor conductor;

    ActorEngine(ActorRuntime runtime, MemoryModel model, Cast cast, Desk desk, Pool pool) {
        this.runtime = runtime;
        this.model = model;
        this.cast = cast;
        this.desk = desk;
        this.pool = pool;
        deliveredBefore = desk.delivered();
    }

    /// Makes the actors. The guardian of the system starts the conductor on a thread of its own, and what it does there comes to this one.
    void open(ActorSystem system, String name) {
        Conductor[] made = new Conductor[1];
        desk.open(pool, (actor, cause) -> {
            throw new ActorFailure(actor, List.of(), cause);
        });
        Props props = Props.create(Conductor.class, () -> {
            made[0] = new Conductor(desk, pool, cast);
            return made[0];
        });
        address = ((ExtendedActorSystem) system).systemActorOf(props.withDispatcher(desk.id()), name);
        try {
            while (made[0] == null || !made[0].started()) {
                if (!desk.awaitOutside(START_SECONDS)) {
                    throw new IllegalStateException(name + " did not start within " + START_SECONDS + " seconds");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " was opened", e);
        }
        conductor = made[0];
        desk.open(pool, made[0]);
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

    /// The parent of the world's actors.
    ActorRef address() {
        return conductor().getSelf();
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
        return desk.delivered() - deliveredBefore;
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
    public boolean boundMet() {
        return cast.boundMet();
    }

    /// Stops the actors of the world. What the last run found can still be asked for its cells and coverage.
    @Override
    public void close() {
        if (conductor == null) {
            return;
        }
        Conductor closing = conductor;
        conductor = null;
        desk.takeOver();
        desk.drop();
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
