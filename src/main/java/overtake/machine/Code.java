package overtake.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import overtake.memory.Access;
import overtake.memory.MemoryModel;
import overtake.program.FenceKind;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Operand.Register;
import overtake.program.Program;
import overtake.program.World;

/// A program decoded into arrays, one entry an instruction, for one memory model. The interrupt handler's instructions follow the
/// program's own, and its registers follow the program's.
final class Code {
    /// Waits while something of its CPU travels.
    static final int BLOCKABLE = 1 << Op.BITS;

    /// A lock must accept it.
    static final int GATED = 1 << Op.BITS + 1;

    /// Has more than one alternative.
    static final int CHOICE = 1 << Op.BITS + 2;

    /// May sleep.
    static final int SLEEPS = 1 << Op.BITS + 3;

    /// Changes what the CPU holds.
    static final int COUNTED = 1 << Op.BITS + 4;

    /// Waits while something of its CPU travels, unless it fails: then it was a mere load.
    static final int MAY_FAIL = 1 << Op.BITS + 5;

    /// An operand that is a register holds its index; one that is a constant the complement of its place in `constants`.
    final int[] op;

    final int[] to;
    final int[] a;
    final int[] b;
    final int[] c;
    final int[] d;
    /// Branch target, lookup offset, ordinal of an operation, bound of a choice.
    final int[] detail;
    /// Ordinal of the condition, of the lock mode where `detail` holds something else, or of the check kind.
    final int[] condition;
    /// Whether the CPU goes on while the operation travels.
    final boolean[] travels;
    /// Whether any operation travels.
    final boolean sends;
    /// Whether it must wait until nothing of its CPU travels.
    final boolean[] waits;
    /// The operation in the low bits, and the flags above.
    final int[] info;

    /// Registers to zero when a step ends before the instruction, as a mask (only those of its own context).
    final long[] dead;

    final String[] property;
    final int[] constants;
    /// First instruction of the handler, or the number of instructions.
    final int handlerEntry;
    final int registers;
    final int observations;
    final boolean hasHandler;
    /// Whether the program has smp_mb__after_srcu_read_unlock, which waits only after a section has ended; `detail` is 1 there.
    final boolean fencesSectionEnds;

    private final List<Integer> pool = new ArrayList<>();
    private final World world;
    private final MemoryModel model;

    Code(World world, Program program, MemoryModel model) {
        this.world = world;
        this.model = model;
        Optional<Program> handler = program.handler();
        handlerEntry = program.instructions().size();
        hasHandler = handler.isPresent();
        int n = handlerEntry + handler.map(h -> h.instructions().size()).orElse(0);
        op = new int[n];
        to = new int[n];
        a = new int[n];
        b = new int[n];
        c = new int[n];
        d = new int[n];
        detail = new int[n];
        condition = new int[n];
        travels = new boolean[n];
        waits = new boolean[n];
        dead = new long[n];
        info = new int[n];
        property = new String[n];
        Arrays.fill(property, "");
        decode(program, 0, 0, Op.HALT);
        handler.ifPresent(h -> decode(h, handlerEntry, program.registers(), Op.HANDLER_RETURN));
        registers = program.registers() + handler.map(Program::registers).orElse(0);
        observations = program.observations().size();
        boolean fences = false;
        boolean any = false;
        for (int i = 0; i < n; i++) {
            any |= travels[i];
            fences |= op[i] == Op.FENCE && detail[i] == 1;
        }
        fencesSectionEnds = fences;
        sends = any;
        constants = pool.stream().mapToInt(Integer::intValue).toArray();
    }

    private void decode(Program program, int base, int firstRegister, int end) {
        for (int i = 0; i < program.instructions().size(); i++) {
            Decoder decoder = new Decoder(base + i, base, firstRegister, end);
            decoder.local(program.instructions().get(i));
        }
        boolean[] clears = new boolean[program.instructions().size()];
        for (int i = 0; i < clears.length; i++) {
            int code = op[base + i];
            clears[i] = code >= Op.FIRST_VISIBLE && !travels[base + i] || code == end;
        }
        long[] stale = DeadRegisters.of(program, clears);
        for (int i = 0; i < clears.length; i++) {
            dead[base + i] = stale[i] << firstRegister;
            info[base + i] = info(base + i);
        }
    }

    int size() {
        return op.length;
    }

    private int info(int pc) {
        int bits = op[pc];
        bits |= waits[pc] || travels[pc] ? BLOCKABLE : 0;
        return switch (op[pc]) {
            case Op.LOCK -> bits | GATED | SLEEPS | COUNTED;
            case Op.SYNCHRONIZE -> bits | SLEEPS;
            case Op.TRYLOCK -> bits | COUNTED | MAY_FAIL;
            case Op.UNLOCK, Op.SECTION_BEGIN, Op.SECTION_END -> bits | COUNTED;
            case Op.CHOOSE -> bits | CHOICE;
            default -> bits;
        };
    }

    private final class Decoder {
        private final int pc;
        private final int base;
        private final int firstRegister;
        private final int end;

        Decoder(int pc, int base, int firstRegister, int end) {
            this.pc = pc;
            this.base = base;
            this.firstRegister = firstRegister;
            this.end = end;
            to[pc] = -1;
        }

        private int operand(Operand operand) {
            return switch (operand) {
                case Register r -> register(r);
                case Constant k -> {
                    int at = pool.indexOf(k.value());
                    if (at < 0) {
                        at = pool.size();
                        pool.add(k.value());
                    }
                    yield ~at;
                }
            };
        }

        private int register(Register r) {
            return firstRegister + r.index();
        }

        private void set(int code, int x, int y) {
            op[pc] = code;
            a[pc] = x;
            b[pc] = y;
        }

        private void to(Register r) {
            to[pc] = register(r);
        }

        /// Local instructions and queries; the rest goes to [#visible].
        void local(Instruction instruction) {
            int zero = operand(new Constant(0));
            switch (instruction) {
                case Instruction.Move i -> {
                    to(i.to());
                    set(Op.MOVE, operand(i.from()), zero);
                }
                case Instruction.Alu i -> {
                    to(i.to());
                    set(Op.ALU, operand(i.a()), operand(i.b()));
                    detail[pc] = i.operation().ordinal();
                }
                case Instruction.SetCondition i -> {
                    to(i.to());
                    set(Op.SET, operand(i.a()), operand(i.b()));
                    condition[pc] = i.condition().ordinal();
                }
                case Instruction.Select i -> {
                    to(i.to());
                    set(Op.SELECT, operand(i.a()), operand(i.b()));
                    condition[pc] = i.condition().ordinal();
                    c[pc] = operand(i.ifTrue());
                    d[pc] = operand(i.ifFalse());
                }
                case Instruction.Lookup i -> {
                    to(i.to());
                    set(Op.LOOKUP, operand(i.base()), zero);
                    detail[pc] = i.offset();
                }
                case Instruction.Branch i -> {
                    set(Op.BRANCH, operand(i.a()), operand(i.b()));
                    condition[pc] = i.condition().ordinal();
                    detail[pc] = base + i.target();
                }
                case Instruction.Jump i -> {
                    set(Op.JUMP, zero, zero);
                    detail[pc] = base + i.target();
                }
                case Instruction.Halt _ -> set(end, zero, zero);
                case Instruction.Fail i -> {
                    set(Op.FAIL, zero, zero);
                    property[pc] = i.property();
                }
                case Instruction.Check i -> {
                    set(Op.CHECK, operand(i.value()), zero);
                    condition[pc] = i.kind().ordinal();
                    property[pc] = i.property();
                }
                case Instruction.Observe i -> {
                    set(Op.OBSERVE, operand(i.value()), zero);
                    detail[pc] = i.slot();
                }
                case Instruction.InterruptDisable i -> {
                    set(Op.IRQ, zero, zero);
                    detail[pc] = i.delta();
                }
                default -> query(instruction, zero);
            }
        }

        private void query(Instruction instruction, int zero) {
            switch (instruction) {
                case Instruction.Ghost i -> {
                    to(i.to());
                    set(Op.GHOST, operand(i.cell()), zero);
                }
                case Instruction.GhostAllocated i -> {
                    to(i.to());
                    set(Op.GHOST_ALLOCATED, operand(i.object()), zero);
                }
                case Instruction.GhostHeld i -> {
                    to(i.to());
                    set(Op.GHOST_HELD, operand(i.lock()), zero);
                    detail[pc] = i.mode().map(LockMode::ordinal).orElse(-1);
                }
                case Instruction.AssertHeld i -> {
                    set(Op.ASSERT_HELD, operand(i.lock()), zero);
                    detail[pc] = i.mode().map(LockMode::ordinal).orElse(-1);
                }
                case Instruction.GhostLine i -> {
                    to(i.to());
                    set(Op.GHOST_LINE, operand(i.line()), zero);
                    detail[pc] = i.question().ordinal();
                }
                case Instruction.Fence i -> {
                    set(Op.FENCE, zero, zero);
                    boolean afterSection = i.kind() == FenceKind.SMP_MB_AFTER_SRCU_READ_UNLOCK;
                    detail[pc] = afterSection ? 1 : 0;
                    rule(i.kind() == FenceKind.SMP_MB || afterSection ? Access.FULL_FENCE : Access.PARTIAL_FENCE);
                }
                default -> visible(instruction, zero);
            }
        }

        private void visible(Instruction instruction, int zero) {
            switch (instruction) {
                case Instruction.Load i -> {
                    to(i.to());
                    set(Op.LOAD, operand(i.cell()), zero);
                    rule(Access.LOAD);
                }
                case Instruction.Store i -> {
                    set(Op.STORE, operand(i.cell()), operand(i.value()));
                    rule(Access.STORE);
                }
                case Instruction.Rmw i -> {
                    i.to().ifPresent(this::to);
                    set(Op.RMW, operand(i.cell()), operand(i.value()));
                    c[pc] = operand(i.compare());
                    detail[pc] = i.operation().ordinal();
                    rule(Access.ATOMIC);
                }
                case Instruction.Allocate i -> {
                    to(i.to());
                    set(Op.ALLOCATE, operand(new Constant(i.pool())), zero);
                    rule(Access.ALLOCATION);
                }
                case Instruction.Free i -> {
                    set(Op.FREE, operand(i.object()), zero);
                    rule(Access.FREE);
                }
                case Instruction.Choose i -> {
                    to(i.to());
                    set(Op.CHOOSE, zero, zero);
                    detail[pc] = i.bound();
                }
                case Instruction.Line i -> {
                    i.to().ifPresent(this::to);
                    set(Op.LINE, operand(i.line()), operand(i.value()));
                    detail[pc] = i.operation().ordinal();
                    rule(Access.ATOMIC);
                }
                case Instruction.Yield _ -> set(Op.YIELD, zero, zero);
                default -> locking(instruction, zero);
            }
        }

        private void locking(Instruction instruction, int zero) {
            switch (instruction) {
                case Instruction.Lock i -> lock(Op.LOCK, i.lock(), i.mode(), Access.ATOMIC);
                case Instruction.TryLock i -> {
                    to(i.to());
                    lock(Op.TRYLOCK, i.lock(), i.mode(), Access.ATOMIC);
                }
                case Instruction.Unlock i -> lock(Op.UNLOCK, i.lock(), i.mode(), unlockAccess(i));
                case Instruction.IsLocked i -> {
                    to(i.to());
                    set(Op.IS_LOCKED, operand(i.lock()), zero);
                    detail[pc] = -1;
                    rule(Access.LOAD);
                }
                case Instruction.ReadSideLock i -> {
                    i.to().ifPresent(this::to);
                    set(Op.SECTION_BEGIN, operand(i.domain()), zero);
                    rule(Access.SECTION_BEGIN);
                }
                case Instruction.ReadSideUnlock i -> {
                    set(Op.SECTION_END, operand(i.domain()), operand(i.token()));
                    rule(Access.SECTION_END);
                }
                case Instruction.Synchronize i -> {
                    set(Op.SYNCHRONIZE, operand(i.domain()), zero);
                    rule(Access.GRACE_PERIOD);
                }
                default -> throw new IllegalStateException("not decoded: " + instruction);
            }
        }

        private void lock(int code, Operand lock, LockMode mode, Access access) {
            set(code, operand(lock), operand(new Constant(0)));
            detail[pc] = mode.ordinal();
            rule(access);
        }

        /// The locks that the operand can name must agree on whether their unlock is a plain store.
        private Access unlockAccess(Instruction.Unlock unlock) {
            List<Integer> locks = unlock.lock() instanceof Constant k ? List.of(k.value()) : unlock.candidates();
            boolean plain = locks.stream()
                    .allMatch(l -> world.locks().get(l).kind().unlockIsPlainStore(unlock.mode()));
            return plain ? Access.STORE_UNLOCK : Access.ATOMIC;
        }

        private void rule(Access access) {
            travels[pc] = model.travels(access);
            for (Access earlier : Access.values()) {
                waits[pc] |= !travels[pc] && model.travels(earlier) && !model.mayOvertake(access, earlier);
            }
        }
    }
}
