package overtake.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import overtake.program.Instruction;
import overtake.program.Invariant;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.World;

/// What the invariants of every state read: cells, locks, which objects are allocated. An invariant that held before an
/// operation can be broken after it only if it reads what the operation can have changed. Immutable.
public final class InvariantReads {
    private static final int[] NONE = {};

    private final int[][] ofCell;
    private final int[][] ofLock;
    /// Those that read whether an object is allocated, or a cell that an allocation initialises.
    private final int[] ofAllocation;

    public InvariantReads(World world) {
        List<Reads> all = new ArrayList<>();
        for (Invariant invariant : world.invariants()) {
            all.add(new Reads(world, invariant));
        }
        ofCell = new int[world.cells().size()][];
        for (int i = 0; i < ofCell.length; i++) {
            int cell = i;
            ofCell[i] = IntStream.range(0, all.size()).filter(k -> all.get(k).cells[cell]).toArray();
        }
        ofLock = new int[world.locks().size()][];
        for (int i = 0; i < ofLock.length; i++) {
            int lock = i;
            ofLock[i] = IntStream.range(0, all.size()).filter(k -> all.get(k).locks[lock]).toArray();
        }
        ofAllocation = IntStream.range(0, all.size()).filter(k -> all.get(k).allocation).toArray();
    }

    /// Numbers of the invariants that the operation can break, ascending. The array is not to be changed.
    int[] concernedBy(Request performed) {
        return switch (performed.op) {
            case Op.STORE, Op.RMW -> ofCell[performed.target];
            case Op.ALLOCATE, Op.FREE -> ofAllocation;
            case Op.LOCK, Op.TRYLOCK, Op.UNLOCK -> ofLock[performed.target];
            default -> NONE;
        };
    }

    /// Whether the operation can break any invariant of every state.
    public boolean concern(Request performed) {
        return concernedBy(performed).length > 0;
    }

    /// What one invariant reads.
    private static final class Reads {
        private final boolean[] cells;
        private final boolean[] locks;
        private boolean allocation;

        Reads(World world, Invariant invariant) {
            cells = new boolean[world.cells().size()];
            locks = new boolean[world.locks().size()];
            if (invariant.when() != Invariant.When.ALWAYS) {
                return;
            }
            for (Instruction instruction : invariant.program().instructions()) {
                switch (instruction) {
                    case Instruction.Ghost ghost -> mark(cells, ghost.cell(), ghost.candidates());
                    case Instruction.GhostHeld held -> mark(locks, held.lock(), held.candidates());
                    case Instruction.AssertHeld held -> mark(locks, held.lock(), held.candidates());
                    case Instruction.GhostAllocated _ -> allocation = true;
                    default -> {}
                }
            }
            for (int i = 0; i < cells.length; i++) {
                allocation |= cells[i] && world.cells().get(i).object() != 0;
            }
        }

        /// A register without candidates may hold any number.
        private static void mark(boolean[] places, Operand place, List<Integer> candidates) {
            List<Integer> possible = place instanceof Constant k ? List.of(k.value()) : candidates;
            for (int i = 0; i < places.length; i++) {
                places[i] |= possible.isEmpty() || possible.contains(i);
            }
        }
    }
}
