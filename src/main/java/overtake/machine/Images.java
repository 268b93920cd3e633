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
    private final InvariantReads reads;
    private final Request performed = new Request();

    Images(World world, MemoryModel model, Bounds bounds, Layout layout, StoreTable stores, MemoryCore core) {
        this.layout = layout;
        this.stores = stores;
        LockCore[] cores = world.locks().stream().map(LockInfo::kind).map(LockCore::new).toArray(LockCore[]::new);
        invariants = new InvariantCheck(world, model, bounds, core, cores);
        reads = new InvariantReads(world);
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

    /// The number of the first invariant of every state that an operation has broken, or -1.
    int brokenBy(int[] s, int op, int target) {
        performed.op = op;
        performed.target = target;
        if (!reads.concern(performed)) {
            return -1;
        }
        image(s);
        return invariants.holdAfter(performed, memory, 0, locks, 0) ? -1 : invariants.broken();
    }

    /// The number of the first broken invariant of that kind, or -1.
    int broken(int[] s, Invariant.When when) {
        image(s);
        return invariants.hold(memory, 0, locks, 0, when) ? -1 : invariants.broken();
    }

    private void image(int[] s) {
        System.arraycopy(s, layout.memory, memory, 0, memory.length);
        for (int i = 0; i < s[Layout.STORES]; i++) {
            int store = layout.store(i);
            if (s[store + Layout.CELL] < layout.cells) {
                memory[s[store + Layout.CELL]] = s[store + Layout.VALUE]; // the last one of a cell stays
            }
        }
        Arrays.fill(locks, 0);
        for (int i = 0; i < exclusive.length; i++) {
            int word = stores.lockWord(s, i);
            boolean writer = exclusive[i] ? word != 0 : word < 0;
            locks[LockCore.SIZE * i] = writer ? 1 : 0;
            locks[LockCore.SIZE * i + 1] = writer ? 0 : word;
        }
    }
}
