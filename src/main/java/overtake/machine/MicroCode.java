package overtake.machine;

import java.util.ArrayList;
import java.util.List;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.program.FenceKind;
import overtake.program.Instruction;
import overtake.program.LockKind;
import overtake.program.LockMode;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Ordering;
import overtake.program.Program;
import overtake.program.RmwOperation;
import overtake.program.World;

/// What the entries of a window are. An instruction becomes one entry, or two if it reads and writes: entry kinds are a bit set, by
/// `what`, which is twice the instruction's number, plus one for the second half.
final class MicroCode {
    static final int READ = 1;
    static final int WRITE = 1 << 1;
    static final int ACQUIRE = 1 << 2;
    static final int RELEASE = 1 << 3;
    /// The read of an atomic that returns nothing.
    static final int VOID = 1 << 4;
    /// Half of an atomic that is a full fence on its outer side.
    static final int FULL = 1 << 5;
    /// Half of an atomic.
    static final int ATOMIC = 1 << 6;
    /// Of taking a lock. Locks of every kind hand over what spinlocks do in the formal model, which has no others.
    static final int TAKE = 1 << 7;
    /// The store of giving a lock back.
    static final int GIVE = 1 << 8;
    /// May turn out to be a mere read, or the second half of such.
    static final int CONDITIONAL = 1 << 9;
    /// smp_mb or a grace period.
    static final int STRONG = 1 << 10;
    static final int GRACE = 1 << 11;
    static final int BEGIN = 1 << 12;
    static final int END = 1 << 13;
    /// Of an srcu_struct.
    static final int SLEEPABLE = 1 << 14;
    static final int READ_FENCE = 1 << 15;
    static final int WRITE_FENCE = 1 << 16;
    static final int BEFORE_ATOMIC = 1 << 17;
    static final int AFTER_ATOMIC = 1 << 18;
    static final int AFTER_SPINLOCK = 1 << 19;
    static final int AFTER_UNLOCK_LOCK = 1 << 20;
    static final int AFTER_SECTION = 1 << 21;
    static final int LOCAL = 1 << 22;
    static final int BRANCH = 1 << 23;
    /// Takes effect when everything before it is done.
    static final int LAST = 1 << 24;
    /// A question to the machine, among those.
    static final int QUERY = 1 << 25;
    static final int POOL = 1 << 26;
    /// A value of the environment, or a hint to run others.
    static final int CHOOSE = 1 << 27;
    static final int PLAIN = 1 << 28;
    /// Of a lock: the cell is a lock's.
    static final int LOCK = 1 << 29;
    /// First of two halves.
    static final int HALVED = 1 << 30;
    /// The store of taking a spinlock, which smp_mb__after_spinlock goes with.
    static final int SPIN = 1 << 31;

    static final int ACCESS = READ | WRITE;
    static final int FENCES = READ_FENCE
            | WRITE_FENCE
            | BEFORE_ATOMIC
            | AFTER_ATOMIC
            | AFTER_SPINLOCK
            | AFTER_UNLOCK_LOCK
            | AFTER_SECTION;
    /// What is performed by a step or, for the end of a section, as soon as it can be.
    static final int EVENT = ACCESS | STRONG | BEGIN | END | POOL | CHOOSE;
    /// What other than fences makes a program need `Views.strong`.
    private static final int PSEUDO = FENCES & ~(READ_FENCE | WRITE_FENCE) | FULL;

    final Code code;
    /// By `what`.
    final int[] kinds;
    /// Where the control dependency of a branch ends, or -1.
    final int[] join;
    /// For each instruction those that can come next.
    final int[][] next;
    /// Whether anything but smp_mb and grace periods is a full fence.
    final boolean pseudoFences;
    /// Whether it has plain accesses.
    final boolean plain;
    /// Whether the program begins or ends read-side sections.
    final boolean sections;
    /// Whether it asks ghost questions about memory or locks.
    final boolean asks;
    /// How many entries and stores there can be at most in all if nothing is executed twice, else a large number.
    final int entries;

    final int writes;

    private final List<Instruction> instructions;
    private final World world;
    private final MemoryModel model;

    MicroCode(World world, MemoryModel model, Program program, Code code) {
        this.model = model;
        this.world = world;
        this.code = code;
        instructions = new ArrayList<>(program.instructions());
        int own = instructions.size();
        program.handler().ifPresent(handler -> instructions.addAll(handler.instructions()));
        kinds = new int[2 * instructions.size()];
        next = new int[instructions.size()][];
        join = new int[instructions.size()];
        int all = 0;
        int size = 0;
        int stores = 0;
        boolean loops = program.handler().isPresent();
        for (int pc = 0; pc < instructions.size(); pc++) {
            Instruction instruction = instructions.get(pc);
            join[pc] = -1;
            if (instruction instanceof Instruction.Branch branch) {
                int base = pc < own ? 0 : own;
                join[pc] = branch.join().map(target -> target + base).orElse(-1);
                loops |= branch.target() + base <= pc;
            }
            if (instruction instanceof Instruction.Jump jump) {
                loops |= jump.target() + (pc < own ? 0 : own) <= pc;
            }
            set(pc, instruction);
            next[pc] = next(pc, instruction, pc < own ? 0 : own);
            all |= kinds[2 * pc] | kinds[2 * pc + 1];
            size += (kinds[2 * pc] & HALVED) != 0 ? 2 : 1;
            stores += ((kinds[2 * pc] | kinds[2 * pc + 1]) & WRITE) != 0 ? 1 : 0;
        }
        plain = (all & PLAIN) != 0;
        pseudoFences = (all & PSEUDO) != 0 || plain && (all & STRONG) != 0;
        sections = (all & (BEGIN | END)) != 0;
        asks = instructions.stream()
                .anyMatch(i -> i instanceof Instruction.Ghost || i instanceof Instruction.GhostHeld);
        entries = loops ? Integer.MAX_VALUE : size;
        writes = loops ? Integer.MAX_VALUE : stores;
    }

    /// What comes after a handler's end is not known here.
    private static int[] next(int pc, Instruction instruction, int base) {
        return switch (instruction) {
            case Instruction.Branch branch -> new int[] {pc + 1, branch.target() + base};
            case Instruction.Jump jump -> new int[] {jump.target() + base};
            case Instruction.Halt _, Instruction.Fail _ -> new int[0];
            default -> new int[] {pc + 1};
        };
    }

    private void set(int pc, Instruction instruction) {
        int second = 0;
        int first = switch (instruction) {
            case Instruction.Load i -> READ | read(i.ordering());
            case Instruction.Store i -> WRITE | write(i.ordering());
            case Instruction.Rmw i -> {
                int both = ATOMIC | (i.ordering() == Ordering.FULL ? FULL : 0) | conditional(i.operation());
                second = both | WRITE | write(i.ordering());
                yield both | READ | HALVED | read(i.ordering()) | (i.to().isEmpty() ? VOID : 0);
            }
            case Instruction.Lock i -> {
                second = LOCK | TAKE | WRITE | (spin(i.lock(), i.candidates()) ? SPIN : 0);
                yield LOCK | TAKE | READ | HALVED | ACQUIRE;
            }
            case Instruction.TryLock i -> {
                int both = LOCK | CONDITIONAL | TAKE;
                second = both | WRITE | (spin(i.lock(), i.candidates()) ? SPIN : 0);
                yield both | READ | HALVED | ACQUIRE;
            }
            case Instruction.Unlock i -> {
                int store = LOCK | WRITE | RELEASE | GIVE;
                second = i.mode() == LockMode.READ ? store : 0;
                yield i.mode() == LockMode.READ ? LOCK | READ | HALVED : store;
            }
            case Instruction.IsLocked _ -> LOCK | READ;
            case Instruction.Fence i -> fence(i.kind());
            case Instruction.ReadSideLock i -> BEGIN | sleepable(i.domain());
            case Instruction.ReadSideUnlock i -> END | sleepable(i.domain());
            case Instruction.Synchronize _ -> STRONG | GRACE;
            case Instruction.Allocate _, Instruction.Free _ -> POOL;
            case Instruction.Choose _ -> CHOOSE;
            case Instruction.Branch _ -> BRANCH;
            case Instruction.Ghost _, Instruction.GhostAllocated _, Instruction.GhostHeld _, Instruction.AssertHeld _ ->
                LAST | QUERY;
            case Instruction.Line _, Instruction.GhostLine _ ->
                throw new IllegalArgumentException("cache lines are not part of lkmm");
            case Instruction.Check _,
                    Instruction.Fail _,
                    Instruction.Halt _,
                    Instruction.Observe _,
                    Instruction.InterruptDisable _ ->
                LAST;
            case Instruction.Move _,
                    Instruction.Alu _,
                    Instruction.SetCondition _,
                    Instruction.Select _,
                    Instruction.Lookup _ ->
                LOCAL;
            case Instruction.Yield _ -> CHOOSE;
            case Instruction.Jump _ -> 0;
        };
        kinds[2 * pc] = first;
        kinds[2 * pc + 1] = second;
    }

    /// Marks the locks that the program looks at or tries to take.
    void watch(boolean[] watched) {
        for (Instruction instruction : instructions) {
            switch (instruction) {
                case Instruction.TryLock i -> watch(watched, i.lock(), i.candidates());
                case Instruction.IsLocked i -> watch(watched, i.lock(), i.candidates());
                default -> {}
            }
        }
    }

    private static void watch(boolean[] watched, Operand lock, List<Integer> candidates) {
        List<Integer> locks = lock instanceof Constant constant ? List.of(constant.value()) : candidates;
        for (int i = 0; i < watched.length; i++) {
            watched[i] |= locks.isEmpty() || locks.contains(i);
        }
    }

    private static int read(Ordering ordering) {
        return ordering == Ordering.ACQUIRE ? ACQUIRE : ordering == Ordering.PLAIN ? PLAIN : 0;
    }

    private static int write(Ordering ordering) {
        return ordering == Ordering.RELEASE ? RELEASE : ordering == Ordering.PLAIN ? PLAIN : 0;
    }

    private static int conditional(RmwOperation operation) {
        return switch (operation) {
            case COMPARE_EXCHANGE, ADD_UNLESS -> CONDITIONAL;
            case EXCHANGE, ADD, AND, OR, XOR, AND_NOT -> 0;
        };
    }

    private boolean spin(Operand lock, List<Integer> candidates) {
        List<Integer> locks = lock instanceof Constant constant ? List.of(constant.value()) : candidates;
        return locks.stream().allMatch(l -> world.locks().get(l).kind() == LockKind.SPINLOCK);
    }

    private int sleepable(Operand domain) {
        boolean sleepable = domain instanceof Constant constant
                ? world.domains().get(constant.value()).sleepable()
                : world.domains().stream().allMatch(d -> d.sleepable());
        return sleepable ? SLEEPABLE : 0;
    }

    private int fence(FenceKind kind) {
        if (model instanceof Lkmm lkmm && lkmm.hardware().makesFull(kind)) {
            return STRONG;
        }
        return switch (kind) {
            case SMP_MB -> STRONG;
            case SMP_RMB -> READ_FENCE;
            case SMP_WMB -> WRITE_FENCE;
            case SMP_MB_BEFORE_ATOMIC -> BEFORE_ATOMIC;
            case SMP_MB_AFTER_ATOMIC -> AFTER_ATOMIC;
            case SMP_MB_AFTER_SPINLOCK -> AFTER_SPINLOCK;
            case SMP_MB_AFTER_UNLOCK_LOCK -> AFTER_UNLOCK_LOCK;
            case SMP_MB_AFTER_SRCU_READ_UNLOCK -> AFTER_SECTION;
            case BARRIER -> 0;
        };
    }
}
