package overtake.actor;

import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import overtake.machine.Bounds;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;

/// Who plays in a world: the seats that own the parts of the state while a run goes on. Between runs the engine reads results here.
sealed interface Cast permits InOrderCast, LkmmCast {
    static Cast of(World world, MemoryModel model, Bounds bounds) {
        return switch (model) {
            case Sc _, Tso _ -> new InOrderCast(world, model, bounds);
            case Lkmm _ -> new LkmmCast(world, model, bounds);
        };
    }

    /// How a seat is made an actor.
    interface Stage {
        ActorRef enter(String name, Props props);
    }

    World world();

    /// Whether CPUs offer the steps of their windows, instead of having one request in flight.
    boolean outOfOrder();

    boolean hasInvariants();

    boolean hasFinalInvariants();

    boolean mayLeak();

    int cell(int cell);

    int observation(int agent, int slot);

    boolean covered(int agent, int pc);

    Set<Bounds.Kind> boundsMet();

    /// Makes the actors of the world and notes where they are.
    void seat(Addresses to, Stage stage);

    static String name(String kind, int number, String given) {
        return kind + number + "-" + given.replaceAll("[^A-Za-z0-9_.]", "_");
    }
}
