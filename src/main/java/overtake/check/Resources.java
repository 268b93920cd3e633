package overtake.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import overtake.machine.Op;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.World;

/// What operations touch and what they conflict with. Cells, pools, locks, grace-period domains and cache lines are numbered as resources; each can be touched in two
/// ways, which gives a *touch*, `2 * resource` for the first way and one more for the second:
///
/// | resource | first way | second way |
/// | --- | --- | --- |
/// | cell | read | written |
/// | pool | one of its objects accessed | allocated from, freed to |
/// | lock | observed: trylock, spin_is_locked, ghost questions; a reader that passes waiting writers | taken, given back |
/// | cache line | asked about | accessed, maintained, evicted, filled |
/// | domain | a section begun; a section with a token ended | a grace period begun; a section with a token ended |
///
/// An operation *conflicts* with a touch if one may disable the other, or the two lead to different states in different orders. Giving back a lock
/// conflicts only with observing it: whoever wants the lock cannot have it before, and queues for it in the same order either way; only a run queue, which nobody holds, may be filled before or after it is emptied. The end
/// of a section without a token conflicts with nothing.
final class Resources {
    private final World world;
    private final int firstPool;
    private final int firstLock;
    private final int firstDomain;
    private final int firstLine;
    private final int[] poolOfCell;
    private final boolean[] tokens;

    Resources(World world) {
        this.world = world;
        firstPool = world.cells().size();
        firstLock = firstPool + world.pools().size();
        firstDomain = firstLock + world.locks().size();
        poolOfCell = new int[firstPool];
        for (int cell = 0; cell < firstPool; cell++) {
            poolOfCell[cell] = pool(world.cells().get(cell).object());
        }
        tokens = new boolean[world.domains().size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = world.domains().get(i).sleepable();
        }
        firstLine = firstDomain + tokens.length;
    }

    /// Number of touches.
    int touches() {
        return 2 * (firstLine + world.lines().size());
    }

    private int pool(int object) {
        for (int i = 0; i < world.pools().size(); i++) {
            if (object != 0 && world.pools().get(i).objects().contains(object)) {
                return i;
            }
        }
        return -1;
    }

    private static void both(int resource, IntConsumer to) {
        to.accept(2 * resource);
        to.accept(2 * resource + 1);
    }

    /// The touches of an operation, see [Op].
    ///
    /// @param target cell, lock, domain or pool; an object handle for a free and a question whether it is allocated
    /// @param passes whether it takes a queued lock to read in interrupt context
    void touches(int op, int target, boolean passes, IntConsumer to) {
        switch (op) {
            case Op.LOAD, Op.STORE, Op.RMW, Op.GHOST -> {
                if (op != Op.STORE) {
                    to.accept(2 * target);
                }
                if (op == Op.STORE || op == Op.RMW) {
                    to.accept(2 * target + 1);
                }
                if (poolOfCell[target] >= 0) {
                    to.accept(2 * (firstPool + poolOfCell[target]));
                }
            }
            case Op.ALLOCATE -> both(firstPool + target, to);
            case Op.FREE -> pool(target, to, Resources::both);
            case Op.GHOST_ALLOCATED -> pool(target, to, (resource, sink) -> sink.accept(2 * resource));
            case Op.LOCK, Op.UNLOCK -> {
                to.accept(2 * (firstLock + target) + 1);
                if (passes) {
                    to.accept(2 * (firstLock + target));
                }
            }
            case Op.TRYLOCK -> both(firstLock + target, to);
            case Op.IS_LOCKED, Op.GHOST_HELD -> to.accept(2 * (firstLock + target));
            case Op.LINE -> both(firstLine + target, to);
            case Op.GHOST_LINE -> to.accept(2 * (firstLine + target));
            case Op.SECTION_BEGIN -> to.accept(2 * (firstDomain + target));
            case Op.SYNCHRONIZE -> to.accept(2 * (firstDomain + target) + 1);
            case Op.SECTION_END -> {
                if (tokens[target]) {
                    both(firstDomain + target, to);
                }
            }
            default -> {}
        }
    }

    private interface Touch {
        void of(int resource, IntConsumer to);
    }

    private void pool(int object, IntConsumer to, Touch touch) {
        int pool = pool(object);
        if (pool >= 0) {
            touch.of(firstPool + pool, to);
        }
    }

    /// The touches that an operation conflicts with.
    void conflicts(int op, int target, IntConsumer to) {
        switch (op) {
            case Op.LOAD, Op.STORE, Op.RMW, Op.GHOST -> {
                to.accept(2 * target + 1);
                if (op == Op.STORE || op == Op.RMW) {
                    to.accept(2 * target);
                }
                if (poolOfCell[target] >= 0) {
                    to.accept(2 * (firstPool + poolOfCell[target]) + 1);
                }
            }
            case Op.ALLOCATE -> both(firstPool + target, to);
            case Op.FREE -> pool(target, to, Resources::both);
            case Op.GHOST_ALLOCATED -> pool(target, to, (resource, sink) -> sink.accept(2 * resource + 1));
            case Op.LOCK, Op.TRYLOCK -> both(firstLock + target, to);
            case Op.UNLOCK -> {
                to.accept(2 * (firstLock + target));
                if (!world.locks().get(target).kind().hasHolder()) {
                    to.accept(2 * (firstLock + target) + 1);
                }
            }
            case Op.IS_LOCKED, Op.GHOST_HELD -> to.accept(2 * (firstLock + target) + 1);
            case Op.LINE -> both(firstLine + target, to);
            case Op.GHOST_LINE -> to.accept(2 * (firstLine + target) + 1);
            case Op.SECTION_BEGIN -> to.accept(2 * (firstDomain + target) + 1);
            case Op.SYNCHRONIZE -> both(firstDomain + target, to);
            case Op.SECTION_END -> {
                if (tokens[target]) {
                    both(firstDomain + target, to);
                }
            }
            default -> {}
        }
    }

    /// The touches by which an agent can tell whether its own travelling free or end of a section has been delivered.
    void own(int op, int target, IntConsumer to) {
        if (op == Op.FREE) {
            pool(target, to, Resources::both);
        } else {
            to.accept(2 * (firstDomain + target));
        }
    }

    /// An operation and a target that it may have.
    interface Possible {
        void accept(int op, int target, boolean passes);
    }

    /// The operations that an instruction may turn out to be. None for those that touch nothing.
    ///
    /// @param inHandler whether it is executed in interrupt context
    void possible(Instruction instruction, boolean inHandler, Possible to) {
        switch (instruction) {
            case Instruction.Load i -> each(Op.LOAD, i.cell(), i.candidates(), cells(), to);
            case Instruction.Store i -> each(Op.STORE, i.cell(), i.candidates(), cells(), to);
            case Instruction.Rmw i -> each(Op.RMW, i.cell(), i.candidates(), cells(), to);
            case Instruction.Ghost i -> each(Op.GHOST, i.cell(), i.candidates(), cells(), to);
            case Instruction.Allocate i -> to.accept(Op.ALLOCATE, i.pool(), false);
            case Instruction.Free i -> each(Op.FREE, i.object(), List.of(), objects(), to);
            case Instruction.GhostAllocated i -> each(Op.GHOST_ALLOCATED, i.object(), List.of(), objects(), to);
            case Instruction.Lock i -> {
                boolean reads = inHandler && i.mode() == LockMode.READ;
                each(Op.LOCK, i.lock(), i.candidates(), locks(), (op, lock, _) -> to.accept(op, lock,
                        reads && world.locks().get(lock).kind().readersQueueBehindWriters()));
            }
            case Instruction.TryLock i -> each(Op.TRYLOCK, i.lock(), i.candidates(), locks(), to);
            case Instruction.Unlock i -> each(Op.UNLOCK, i.lock(), i.candidates(), locks(), to);
            case Instruction.IsLocked i -> each(Op.IS_LOCKED, i.lock(), i.candidates(), locks(), to);
            case Instruction.GhostHeld i -> each(Op.GHOST_HELD, i.lock(), i.candidates(), locks(), to);
            case Instruction.Line i -> each(Op.LINE, i.line(), i.candidates(), upTo(world.lines().size()), to);
            case Instruction.GhostLine i ->
                each(Op.GHOST_LINE, i.line(), i.candidates(), upTo(world.lines().size()), to);
            case Instruction.ReadSideLock i -> each(Op.SECTION_BEGIN, i.domain(), List.of(), domains(), to);
            case Instruction.ReadSideUnlock i -> each(Op.SECTION_END, i.domain(), List.of(), domains(), to);
            case Instruction.Synchronize i -> each(Op.SYNCHRONIZE, i.domain(), List.of(), domains(), to);
            default -> {}
        }
    }

    private static void each(int op, Operand where, List<Integer> candidates, List<Integer> all, Possible to) {
        List<Integer> targets =
                where instanceof Constant k ? List.of(k.value()) : candidates.isEmpty() ? all : candidates;
        targets.forEach(target -> to.accept(op, target, false));
    }

    private static List<Integer> upTo(int number) {
        return IntStream.range(0, number).boxed().toList();
    }

    private List<Integer> cells() {
        return upTo(world.cells().size());
    }

    private List<Integer> locks() {
        return upTo(world.locks().size());
    }

    private List<Integer> domains() {
        return upTo(world.domains().size());
    }

    private List<Integer> objects() {
        List<Integer> objects = new ArrayList<>();
        world.pools().forEach(pool -> objects.addAll(pool.objects()));
        return objects;
    }
}
