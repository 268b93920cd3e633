package overtake.machine;

import java.util.List;
import java.util.function.Consumer;
import overtake.memory.MemoryModel;
import overtake.program.Invariant;
import overtake.program.Program;
import overtake.program.World;

/// Evaluates the invariants of a world over memory and locks. Each is a small program of ghost reads and checks that runs on a scratch CPU.
public final class InvariantCheck {
    private final World world;
    private final MemoryCore memory;
    private final LockCore[] locks;
    private final CpuCore[] cores;
    private final int[][] scratch;
    private final Request request = new Request();
    private final InvariantReads reads;
    private final boolean relevant;
    private Consumer<Request> listener = _ -> {};
    private int broken = -1;

    public InvariantCheck(World world, MemoryModel model, Bounds bounds, MemoryCore memory, LockCore[] locks) {
        this.world = world;
        this.memory = memory;
        this.locks = locks.clone();
        List<Program> programs =
                world.invariants().stream().map(Invariant::program).toList();
        int[] table = world.constants().stream().mapToInt(Integer::intValue).toArray();
        cores = new CpuCore[programs.size()];
        scratch = new int[programs.size()][];
        for (int i = 0; i < cores.length; i++) {
            cores[i] = new CpuCore(world, -1, new Code(world, programs.get(i), model), bounds, table);
            scratch[i] = new int[cores[i].size()];
        }
        reads = new InvariantReads(world);
        relevant = world.invariants().stream().anyMatch(invariant -> invariant.when() == Invariant.When.ALWAYS);
    }

    /// @param to hears of every question about memory or a lock, before it is answered
    void tell(Consumer<Request> to) {
        listener = to;
    }

    /// Whether there is an invariant of every state.
    boolean relevant() {
        return relevant;
    }

    /// Number of the invariant that the last check found broken.
    public int broken() {
        return broken;
    }

    /// Whether all invariants of that kind hold, in the order of the world; stops at the first that does not.
    public boolean hold(int[] cells, int cellBase, int[] lockState, int lockBase, Invariant.When when) {
        for (int i = 0; i < cores.length; i++) {
            if (world.invariants().get(i).when() == when && !holds(i, cells, cellBase, lockState, lockBase)) {
                broken = i;
                return false;
            }
        }
        return true;
    }

    /// Whether all invariants of every state hold after an operation that found them holding; evaluates only those that the operation
    /// can have broken.
    public boolean holdAfter(Request performed, int[] cells, int cellBase, int[] lockState, int lockBase) {
        for (int i : reads.concernedBy(performed)) {
            if (!holds(i, cells, cellBase, lockState, lockBase)) {
                broken = i;
                return false;
            }
        }
        return true;
    }

    private boolean holds(int i, int[] cells, int cellBase, int[] lockState, int lockBase) {
        CpuCore core = cores[i];
        int[] s = scratch[i];
        core.reset(s, 0);
        while (core.run(s, 0)) {
            core.ask(s, 0, 0, request);
            listener.accept(request);
            int answer = Op.toMemory(request.op)
                    ? memory.apply(cells, cellBase, request)
                    : locks[request.target].query(
                            lockState, lockBase + LockCore.SIZE * request.target, -1, request);
            core.take(s, 0, answer);
        }
        int status = core.status(s, 0);
        if (status == CpuCore.RUN || status == CpuCore.WAITING) {
            throw new IllegalStateException(
                    "invariant " + world.invariants().get(i).name() + " is not made of ghost reads: stopped at "
                            + core.pc(s, 0));
        }
        return status == CpuCore.DONE;
    }
}
