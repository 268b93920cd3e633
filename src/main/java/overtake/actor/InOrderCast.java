package overtake.actor;

import java.util.EnumSet;
import java.util.Set;
import org.apache.pekko.actor.Props;
import overtake.machine.Bounds;
import overtake.machine.CpuCore;
import overtake.machine.GracePeriodCore;
import overtake.machine.InvariantCheck;
import overtake.machine.InvariantReads;
import overtake.machine.LineCore;
import overtake.machine.LockCore;
import overtake.machine.MemoryCore;
import overtake.memory.MemoryModel;
import overtake.program.DomainInfo;
import overtake.program.Invariant;
import overtake.program.LockInfo;
import overtake.program.PoolInfo;
import overtake.program.Program;
import overtake.program.World;
import overtake.program.line.LineInfo;

/// Who plays in a world under `sc` and `tso`: for each part of the state its core, the ints that the core works on, and the seat that owns
/// both while a run goes on. Between runs the engine reads results here.
final class InOrderCast implements Cast {
    private final World world;
    private final CpuCore[] cpus;
    private final int[][] cpuStates;
    private final MemoryCore memory;
    private final int[] cells;
    private final InvariantCheck check;
    private final MemoryCore replica;
    private final LockCore[] lockReplicas;

    InOrderCast(World world, MemoryModel model, Bounds bounds) {
        this.world = world;
        cpus = CpuCore.all(world, model, bounds);
        cpuStates = new int[cpus.length][];
        for (int i = 0; i < cpus.length; i++) {
            cpuStates[i] = new int[cpus[i].size()];
        }
        memory = new MemoryCore(world);
        cells = new int[memory.size()];
        replica = new MemoryCore(world);
        lockReplicas = world.locks().stream()
                .map(LockInfo::kind)
                .map(LockCore::new)
                .toArray(LockCore[]::new);
        check = new InvariantCheck(world, model, bounds, replica, lockReplicas);
    }

    @Override
    public World world() {
        return world;
    }

    @Override
    public boolean hasInvariants() {
        return !world.invariants().isEmpty();
    }

    @Override
    public boolean hasFinalInvariants() {
        return world.invariants().stream().anyMatch(invariant -> invariant.when() == Invariant.When.FINALLY);
    }

    @Override
    public boolean mayLeak() {
        return world.pools().stream().anyMatch(PoolInfo::mustBeFreed);
    }

    @Override
    public boolean outOfOrder() {
        return false;
    }

    @Override
    public int cell(int cell) {
        return cells[cell];
    }

    @Override
    public int observation(int agent, int slot) {
        return cpus[agent].observation(cpuStates[agent], 0, slot);
    }

    @Override
    public boolean covered(int agent, int pc) {
        return cpus[agent].covered(pc);
    }

    @Override
    public Set<Bounds.Kind> boundsMet() {
        for (CpuCore cpu : cpus) {
            if (cpu.boundMet()) {
                return EnumSet.of(Bounds.Kind.STORE_CHANNEL);
            }
        }
        return EnumSet.noneOf(Bounds.Kind.class);
    }

    @Override
    public void seat(Addresses to, Stage stage) {
        InvariantReads watched = new InvariantReads(world);
        Props memorySeat = Props.create(MemorySeat.class, () -> new MemorySeat(memory, cells, watched, to));
        to.memory(stage.enter("memory", memorySeat));
        for (int i = 0; i < to.locks(); i++) {
            int number = i;
            LockInfo lock = world.locks().get(i);
            Props seat = Props.create(
                    LockSeat.class, () -> new LockSeat(number, new LockCore(lock.kind()), watched, to));
            to.lock(i, stage.enter(Cast.name("lock", i, lock.name()), seat));
        }
        for (int i = 0; i < to.domains(); i++) {
            DomainInfo domain = world.domains().get(i);
            Props seat = Props.create(GracePeriodSeat.class, () -> new GracePeriodSeat(core(domain), to));
            to.domain(i, stage.enter(Cast.name("domain", i, domain.name()), seat));
        }
        for (int i = 0; i < to.lines(); i++) {
            LineInfo line = world.lines().get(i);
            Props seat = Props.create(LineSeat.class, () -> new LineSeat(new LineCore(line.initial()), to));
            to.line(i, stage.enter(Cast.name("line", i, line.name()), seat));
        }
        if (hasInvariants()) {
            Props seat = Props.create(
                    MonitorSeat.class, () -> new MonitorSeat(world, check, replica, lockReplicas, to));
            to.monitor(stage.enter("monitor", seat));
        }
        for (int i = 0; i < to.cpus(); i++) {
            int agent = i;
            Program program = world.programs().get(i);
            boolean hasHandler = program.handler().isPresent();
            Props seat = Props.create(
                    CpuSeat.class, () -> new CpuSeat(cpus[agent], cpuStates[agent], hasHandler, to));
            to.cpu(i, stage.enter(Cast.name("cpu", i, program.agent()), seat));
        }
    }

    private GracePeriodCore core(DomainInfo domain) {
        return new GracePeriodCore(cpus.length, domain.sleepable());
    }
}
