package overtake.actor;

import java.util.Arrays;
import org.apache.pekko.actor.ActorRef;
import overtake.machine.Op;
import overtake.program.World;

/// Where the actors of a world are. Filled while the world is opened.
final class Addresses {
    final ActorRef conductor;
    final ActorRef[] cpus;
    final ActorRef[] locks;
    final ActorRef[] domains;
    ActorRef memory;
    ActorRef monitor;

    Addresses(World world, ActorRef conductor) {
        this.conductor = conductor;
        memory = conductor;
        monitor = conductor;
        cpus = places(world.programs().size());
        locks = places(world.locks().size());
        domains = places(world.domains().size());
    }

    private ActorRef[] places(int count) {
        ActorRef[] places = new ActorRef[count];
        Arrays.fill(places, conductor);
        return places;
    }

    /// Who performs that operation of the CPU `self`.
    ActorRef owner(int op, int target, ActorRef self) {
        if (Op.toMemory(op)) {
            return memory;
        }
        if (Op.toLock(op)) {
            return locks[target];
        }
        if (Op.toDomain(op)) {
            return domains[target];
        }
        return op == Op.CHOOSE ? conductor : self;
    }
}
