package overtake.actor;

import java.util.EnumSet;
import java.util.Set;
import org.apache.pekko.actor.Props;
import org.jspecify.annotations.Nullable;
import overtake.machine.Bounds;
import overtake.machine.LkmmCpu;
import overtake.machine.LkmmDomain;
import overtake.machine.LkmmMemory;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// Who plays in a world under `lkmm`: each CPU with its window and its view of memory; memory with the coherence order of all cells, lock
/// words among them, which therefore also watches the invariants; the grace-period domains.
final class LkmmCast implements Cast {
    private final World world;
    private final MemoryModel model;
    private final Bounds bounds;
    private final LkmmMemory memory;
    private final @Nullable LkmmCpu[] cpus;

    LkmmCast(World world, MemoryModel model, Bounds bounds) {
        this.world = world;
        this.model = model;
        this.bounds = bounds;
        memory = new LkmmMemory(world, model, bounds);
        cpus = new LkmmCpu[world.programs().size()];
    }

    @Override
    public World world() {
        return world;
    }

    @Override
    public boolean outOfOrder() {
        return true;
    }

    @Override
    public boolean hasInvariants() {
        return false;
    }

    @Override
    public boolean hasFinalInvariants() {
        return false;
    }

    /// Memory is asked what is wrong at the end in any case.
    @Override
    public boolean mayLeak() {
        return true;
    }

    @Override
    public int cell(int cell) {
        return memory.cell(cell);
    }

    @Override
    public int observation(int agent, int slot) {
        LkmmCpu cpu = cpus[agent];
        return cpu == null ? 0 : cpu.observation(slot);
    }

    @Override
    public boolean covered(int agent, int pc) {
        LkmmCpu cpu = cpus[agent];
        return cpu != null && cpu.covered(pc);
    }

    @Override
    public Set<Bounds.Kind> boundsMet() {
        Set<Bounds.Kind> met = EnumSet.noneOf(Bounds.Kind.class);
        for (LkmmCpu cpu : cpus) {
            if (cpu != null) {
                met.addAll(cpu.boundsMet());
            }
        }
        return met;
    }

    @Override
    public void seat(Addresses to, Stage stage) {
        to.memory(stage.enter(
                "memory", Props.create(LkmmSeats.Memory.class, () -> new LkmmSeats.Memory(memory, to))));
        for (int i = 0; i < to.domains(); i++) {
            int number = i;
            Props seat = Props.create(
                    LkmmSeats.Domain.class,
                    () -> new LkmmSeats.Domain(new LkmmDomain(world, model, bounds, number), to));
            to.domain(i, stage.enter(Cast.name("domain", i, world.domains().get(i).name()), seat));
        }
        for (int i = 0; i < to.cpus(); i++) {
            int agent = i;
            Props seat = Props.create(LkmmSeats.Cpu.class, () -> new LkmmSeats.Cpu(this, agent, to));
            to.cpu(i, stage.enter(Cast.name("cpu", i, world.programs().get(i).agent()), seat));
        }
    }

    /// A new CPU for its seat.
    LkmmCpu cpu(int agent, LkmmCpu.Outlet outlet) {
        LkmmCpu cpu = new LkmmCpu(world, model, bounds, agent, outlet);
        cpus[agent] = cpu;
        return cpu;
    }
}
