package overtake.actor;

import java.util.Arrays;
import org.apache.pekko.actor.ActorRef;
import overtake.machine.Op;
import overtake.program.World;

/// Where the actors of a world are. Filled while the world is opened, before any seat is made; read-only from then on.
final class Addresses {
    private final ActorRef conductor;
    private final ActorRef[] cpus;
    private final ActorRef[] locks;
    private final ActorRef[] domains;
    private final ActorRef[] lines;
    private ActorRef memory;
    private ActorRef monitor;

    Addresses(World world, ActorRef conductor) {
        this.conductor = conductor;
        memory = conductor;
        monitor = conductor;
        cpus = places(world.programs().size());
        locks = places(world.locks().size());
        domains = places(world.domains().size());
        lines = places(world.lines().size());
    }

    private ActorRef[] places(int count) {
        ActorRef[] places = new ActorRef[count];
        Arrays.fill(places, conductor);
        return places;
    }

    void memory(ActorRef seat) {
        memory = seat;
    }

    void monitor(ActorRef seat) {
        monitor = seat;
    }

    void cpu(int agent, ActorRef seat) {
        cpus[agent] = seat;
    }

    void lock(int number, ActorRef seat) {
        locks[number] = seat;
    }

    void domain(int number, ActorRef seat) {
        domains[number] = seat;
    }

    void line(int number, ActorRef seat) {
        lines[number] = seat;
    }

    ActorRef conductor() {
        return conductor;
    }

    ActorRef memory() {
        return memory;
    }

    /// The conductor if the world has no invariants.
    ActorRef monitor() {
        return monitor;
    }

    ActorRef cpu(int agent) {
        return cpus[agent];
    }

    ActorRef lock(int number) {
        return locks[number];
    }

    ActorRef domain(int number) {
        return domains[number];
    }

    ActorRef line(int number) {
        return lines[number];
    }

    int lines() {
        return lines.length;
    }

    int cpus() {
        return cpus.length;
    }

    int locks() {
        return locks.length;
    }

    int domains() {
        return domains.length;
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
        if (Op.toLine(op)) {
            return lines[target];
        }
        return op == Op.CHOOSE ? conductor : self;
    }
}
