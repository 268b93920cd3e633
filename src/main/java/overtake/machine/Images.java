package overtake.machine;

import java.util.Arrays;
import overtake.memory.MemoryModel;
import overtake.program.Invariant;
import overtake.program.LockInfo;
import overtake.program.LockKind;
import overtake.program.LockMode;
import overtake.program.World;

/// Memory and locks of an out-of-order state as they are last in coherence order, in the form that [InvariantCheck] reads.
final class Images {
    private final Layout layout;
    private final StoreTable stores;
    private final InvariantCheck invariants;
    private final int[] memory;
    private final int[] locks;
    private final boolean[] exclusive;

    Images(World world, MemoryModel model, Bounds bounds, Layout layout, StoreTable stores, MemoryCore core) {
        this.layout = layout;
        this.stores = stores;
        LockCore[] cores = world.locks().stream().map(LockInfo::kind).map(LockCore::new).toArray(LockCore[]::new);
        invariants = new InvariantCheck(world, model, bounds, core, cores);
        memory = new int[core.size()];
        locks = new int[LockCore.SIZE * cores.length];
        exclusive = new boolean[cores.length];
        for (int i = 0; i < exclusive.length; i++) {
            LockKind kind = world.locks().get(i).kind();
            exclusive[i] = kind.supports(LockMode.EXCLUSIVE);
        }
    }

    /// Whether there is an invariant of every state.
    boolean relevant() {
        return invariants.relevant();
    }

    /// The number of the first broken invariant of that kind, or -1.
    int broken(int[] s, Invariant.When when) {
        System.arraycopy(s, layout.memory, memory, 0, memory.length);
        for (int cell = 0; cell < layout.cells; cell++) {
            memory[cell] = stores.latest(s, cell);
        }
        Arrays.fill(locks, 0);
        for (int i = 0; i < exclusive.length; i++) {
            int word = stores.lockWord(s, i);
            boolean writer = exclusive[i] ? word != 0 : word < 0;
            locks[LockCore.SIZE * i] = writer ? 1 : 0;
            locks[LockCore.SIZE * i + 1] = writer ? 0 : word;
        }
        return invariants.hold(memory, 0, locks, 0, when) ? -1 : invariants.broken();
    }
}
