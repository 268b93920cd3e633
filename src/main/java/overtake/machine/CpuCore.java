package overtake.machine;

import java.util.Arrays;
import overtake.program.AluOperation;
import overtake.program.CheckKind;
import overtake.program.Condition;
import overtake.program.Program;
import overtake.program.World;

/// What a CPU does with its own part of the state: run local instructions up to the next request, put operations in its channel, take
/// answers. It reaches memory, locks and grace periods only through requests, so that the machine and an actor can use it
/// alike. The part is a slice of an int array that starts at `base`:
///
/// | offset | holds |
/// | --- | --- |
/// | 0 | pc of the pending instruction |
/// | 1 | status: [#RUN], [#WAITING], [#DONE], or [#FAULT] plus the ordinal of the fault |
/// | 2 | flags, see [CpuFlags] |
/// | 3 | where the interrupted program goes on |
/// | 4 | how many operations travel |
/// | 5 | registers, then the handler's, then the observations |
/// | then | two ints for each travelling operation: what and where; value |
public final class CpuCore {
    public static final int RUN = 0;
    public static final int WAITING = 1;
    public static final int DONE = 2;
    public static final int FAULT = 3;

    private static final int PC = 0;
    private static final int STATUS = 1;
    private static final int FLAGS = 2;
    private static final int RESUME = 3;
    private static final int CHANNEL = 4;
    private static final int REGISTERS = 5;

    private static final Condition[] CONDITIONS = Condition.values();
    private static final AluOperation[] ALU = AluOperation.values();
    private static final CheckKind[] CHECKS = CheckKind.values();

    private final CpuFlags rules;
    private final int agent;
    private final Code code;
    private final Bounds bounds;
    private final int[] constants;
    private final int[] table;
    private final boolean[] covered;
    private Journal journal = Journal.NONE;
    private boolean tracing;
    private boolean boundMet;

    CpuCore(World world, int agent, Code code, Bounds bounds, int[] table) {
        rules = new CpuFlags(world, bounds, code.fencesSectionEnds);
        this.agent = agent;
        this.code = code;
        this.bounds = bounds;
        this.constants = code.constants;
        this.table = table;
        this.covered = new boolean[code.size()];
    }

    /// How many ints the part of the state has.
    public int size() {
        return channelStart() + (code.sends ? 2 * bounds.channel() : 0);
    }

    /// Where the travelling operations begin.
    int channelStart() {
        return REGISTERS + code.registers + code.observations;
    }

    public void journal(Journal to) {
        journal = to;
        tracing = to != Journal.NONE;
    }

    /// Whether the channel was ever full when an operation should have been put in.
    public boolean boundMet() {
        return boundMet;
    }

    public int agent() {
        return agent;
    }

    public int instructions() {
        return code.size();
    }

    /// Whether that instruction was ever executed by this core.
    public boolean covered(int pc) {
        return covered[pc];
    }

    /// Puts the part into its initial state; [#run] follows.
    public void reset(int[] s, int base) {
        Arrays.fill(s, base, base + size(), 0);
    }

    public int status(int[] s, int base) {
        return s[base + STATUS];
    }

    public int pc(int[] s, int base) {
        return s[base + PC];
    }

    public int observation(int[] s, int base, int slot) {
        return s[base + REGISTERS + code.registers + slot];
    }

    /// How many operations travel.
    public int travelling(int[] s, int base) {
        return s[base + CHANNEL];
    }

    private int value(int[] s, int base, int operand) {
        return operand >= 0 ? s[base + REGISTERS + operand] : constants[~operand];
    }

    /// Whether the CPU is in its interrupt handler.
    private static boolean inHandler(int[] s, int base) {
        return CpuFlags.field(s[base + FLAGS], CpuFlags.HANDLER) == 1;
    }

    /// The operation number of the pending instruction: a request if the CPU runs and [#blocked] does not hold.
    public int pending(int[] s, int base) {
        return code.op[s[base + PC]];
    }

    /// Whether the pending instruction waits for the CPU's own travelling operations, so that it is not asked for. A trylock waits only
    /// for an unlock of its own lock: while anything else travels it may be asked for if the lock refuses it.
    public boolean blocked(int[] s, int base) {
        int info = code.info[s[base + PC]];
        return s[base + CHANNEL] != 0
                && (info & Code.BLOCKABLE) != 0
                && ((info & Code.MAY_FAIL) == 0 || releases(s, base, pendingTarget(s, base)));
    }

    /// The pending operation with its flags, see [Code].
    int info(int[] s, int base) {
        return code.info[s[base + PC]];
    }

    /// How many alternatives the pending request has: the bound of a `choose`, else 1.
    public int alternatives(int[] s, int base) {
        int pc = s[base + PC];
        return code.op[pc] == Op.CHOOSE ? code.detail[pc] : 1;
    }

    /// Lock number of a pending lock request.
    int pendingTarget(int[] s, int base) {
        return value(s, base, code.a[s[base + PC]]);
    }

    int pendingDetail(int[] s, int base) {
        return code.detail[s[base + PC]];
    }

    boolean pendingInterrupt(int[] s, int base) {
        return inHandler(s, base);
    }

    /// Whether a hard interrupt may come now. One may not while the CPU waits in a lock's queue (a limit of the model).
    public boolean interruptible(int[] s, int base) {
        if (!code.hasHandler || s[base + STATUS] != RUN) {
            return false;
        }
        int flags = s[base + FLAGS];
        return CpuFlags.field(flags, CpuFlags.HANDLER) == 0 && CpuFlags.field(flags, CpuFlags.IRQ_OFF) == 0;
    }

    /// Whether the interrupt has not come yet.
    boolean interruptIsToCome(int[] s, int base) {
        return code.hasHandler && CpuFlags.field(s[base + FLAGS], CpuFlags.HANDLER) == 0;
    }

    /// Enters the interrupt handler; [#run] follows.
    public void interrupt(int[] s, int base) {
        s[base + RESUME] = s[base + PC];
        s[base + PC] = code.handlerEntry;
        s[base + FLAGS] += 1 << CpuFlags.HANDLER;
        if (tracing) {
            journal.event(EventKind.INTERRUPT, agent, -1, -1, 0);
        }
    }

    /// Executes local instructions and puts travelling operations in the channel, until a request or a query is pending, the CPU must wait, has
    /// ended or failed.
    ///
    /// @return whether a query is pending: ask and answer it, then run again
    public boolean run(int[] s, int base) {
        int registers = base + REGISTERS;
        for (int n = bounds.localInstructions(); n > 0; n--) {
            int pc = s[base + PC];
            int op = code.op[pc];
            if (op >= Op.FIRST_VISIBLE) {
                if (!code.travels[pc] || !send(s, base, pc)) {
                    settle(s, base, pc);
                    return false;
                }
                continue;
            }
            switch (op) {
                case Op.MOVE -> s[registers + code.to[pc]] = value(s, base, code.a[pc]);
                case Op.ALU ->
                    s[registers + code.to[pc]] =
                            ALU[code.detail[pc]].apply(value(s, base, code.a[pc]), value(s, base, code.b[pc]));
                case Op.SET -> s[registers + code.to[pc]] = holds(s, base, pc) ? 1 : 0;
                case Op.SELECT ->
                    s[registers + code.to[pc]] = value(s, base, holds(s, base, pc) ? code.c[pc] : code.d[pc]);
                case Op.LOOKUP -> {
                    int handle = value(s, base, code.a[pc]);
                    int entry = handle == 0 ? World.NOWHERE : entry(handle + code.detail[pc]);
                    if (entry == World.NOWHERE) {
                        return fail(s, base, FaultKind.NULL_DEREFERENCE);
                    }
                    s[registers + code.to[pc]] = entry;
                }
                case Op.BRANCH -> {
                    if (holds(s, base, pc)) {
                        s[base + PC] = code.detail[pc];
                        continue;
                    }
                }
                case Op.JUMP -> {
                    s[base + PC] = code.detail[pc];
                    continue;
                }
                default -> {
                    if (special(s, base, pc, op)) {
                        return op >= Op.FIRST_QUERY;
                    }
                    continue;
                }
            }
            s[base + PC] = pc + 1;
        }
        return fail(s, base, FaultKind.ENDLESS_LOOP);
    }

    private int entry(int at) {
        return at < 0 || at >= table.length ? World.NOWHERE : table[at];
    }

    private boolean holds(int[] s, int base, int pc) {
        return CONDITIONS[code.condition[pc]].test(value(s, base, code.a[pc]), value(s, base, code.b[pc]));
    }

    /// The rarer local instructions. Returns whether to stop.
    private boolean special(int[] s, int base, int pc, int op) {
        switch (op) {
            case Op.CHECK -> {
                covered[pc] = true;
                if (CHECKS[code.condition[pc]].brokenBy(value(s, base, code.a[pc]))) {
                    fail(s, base, FaultKind.CHECK);
                    return true;
                }
            }
            case Op.FAIL -> {
                fail(s, base, FaultKind.CHECK);
                return true;
            }
            case Op.OBSERVE -> s[base + REGISTERS + code.registers + code.detail[pc]] = value(s, base, code.a[pc]);
            case Op.IRQ -> s[base + FLAGS] += code.detail[pc];
            case Op.FENCE -> {
                if (s[base + CHANNEL] > 0 && drains(s, base, pc)) {
                    return true;
                }
                covered[pc] = true;
                if (tracing) {
                    journal.event(EventKind.FENCE, agent, pc, -1, 0);
                }
            }
            case Op.HALT -> {
                end(s, base, pc);
                return true;
            }
            case Op.HANDLER_RETURN -> {
                covered[pc] = true;
                clear(s, base, code.dead[pc]);
                s[base + FLAGS] += 1 << CpuFlags.HANDLER;
                s[base + PC] = s[base + RESUME];
                s[base + RESUME] = 0;
                if (tracing) {
                    journal.event(EventKind.RETURN, agent, pc, -1, 0);
                }
                return false;
            }
            default -> {
                return true; // a query
            }
        }
        s[base + PC] = pc + 1;
        return false;
    }

    /// Whether the fence waits until nothing travels.
    private boolean drains(int[] s, int base, int pc) {
        boolean applies =
                code.detail[pc] == 0 || CpuFlags.field(s[base + FLAGS], CpuFlags.SECTION_ENDED) != 0;
        return code.waits[pc] && applies;
    }

    private void end(int[] s, int base, int pc) {
        covered[pc] = true;
        settle(s, base, pc);
        if (rules.heldAtEnd(s[base + FLAGS])) {
            fail(s, base, FaultKind.HELD_AT_END);
            return;
        }
        s[base + STATUS] = DONE;
        if (tracing) {
            journal.event(EventKind.END, agent, pc, -1, 0);
        }
    }

    private void settle(int[] s, int base, int pc) {
        clear(s, base, code.dead[pc]);
    }

    private void clear(int[] s, int base, long dead) {
        for (long mask = dead; mask != 0; mask &= mask - 1) {
            s[base + REGISTERS + Long.numberOfTrailingZeros(mask)] = 0;
        }
    }

    /// Marks the CPU as failed at its pending instruction.
    public boolean fail(int[] s, int base, FaultKind kind) {
        if (s[base + STATUS] < FAULT) {
            s[base + STATUS] = FAULT + kind.ordinal();
        }
        return false;
    }

    /// The name of the broken property when the CPU has failed at its pending instruction.
    public String property(int[] s, int base) {
        FaultKind kind = FaultKind.values()[s[base + STATUS] - FAULT];
        return kind == FaultKind.CHECK ? code.property[s[base + PC]] : kind.property();
    }

    /// Puts the pending operation in the channel. Returns false if the channel is full.
    private boolean send(int[] s, int base, int pc) {
        int count = s[base + CHANNEL];
        if (count == bounds.channel()) {
            boundMet = true;
            if (tracing) {
                journal.event(EventKind.BOUND, agent, pc, -1, 0);
            }
            return false;
        }
        int op = code.op[pc];
        int target = value(s, base, code.a[pc]);
        int value = op == Op.STORE || op == Op.SECTION_END ? value(s, base, code.b[pc]) : code.detail[pc];
        int at = base + channelStart() + 2 * count;
        s[at] = target << Op.BITS | op;
        s[at + 1] = value;
        s[base + CHANNEL] = count + 1;
        covered[pc] = true;
        if ((code.info[pc] & Code.COUNTED) != 0) {
            s[base + FLAGS] = rules.account(s[base + FLAGS], op, target, -1);
        }
        if (tracing) {
            journal.event(EventKind.SEND, agent, pc, target, value);
        }
        s[base + PC] = pc + 1;
        return true;
    }

    /// Fills in what the pending instruction asks for, with one of its alternatives.
    public void ask(int[] s, int base, int alternative, Request into) {
        int pc = s[base + PC];
        into.op = code.op[pc];
        into.target = value(s, base, code.a[pc]);
        into.value = into.op == Op.CHOOSE ? alternative : value(s, base, code.b[pc]);
        into.compare = into.op == Op.RMW ? value(s, base, code.c[pc]) : 0;
        into.detail = code.detail[pc];
        into.interrupt = inHandler(s, base);
    }

    int oldestOp(int[] s, int base) {
        return s[base + channelStart()] & Op.MASK;
    }

    int oldestTarget(int[] s, int base) {
        return s[base + channelStart()] >> Op.BITS;
    }

    /// Fills in a travelling operation; 0 is the oldest.
    public void sent(int[] s, int base, int index, Request into) {
        int at = base + channelStart() + 2 * index;
        into.op = s[at] & Op.MASK;
        into.target = s[at] >> Op.BITS;
        into.value = s[at + 1];
        into.detail = s[at + 1];
        into.compare = 0;
        into.interrupt = false;
    }

    /// The oldest travelling operation was delivered. [#run] follows, since the CPU may have waited for it.
    public void delivered(int[] s, int base) {
        int count = s[base + CHANNEL] - 1;
        int at = base + channelStart();
        if (tracing) {
            journal.event(EventKind.DELIVER, agent, -1, s[at] >> Op.BITS, s[at + 1]);
        }
        System.arraycopy(s, at + 2, s, at, 2 * count);
        s[at + 2 * count] = 0;
        s[at + 2 * count + 1] = 0;
        s[base + CHANNEL] = count;
    }

    /// Whether asking for the pending operation would be a sleep in atomic context.
    public boolean sleepsInAtomic(int[] s, int base, Request request) {
        return (code.info[s[base + PC]] & Code.SLEEPS) != 0 && rules.sleepsInAtomic(s[base + FLAGS], request);
    }

    /// The pending request could not be answered at once.
    public void await(int[] s, int base) {
        s[base + STATUS] = WAITING;
        if (tracing) {
            journal.event(EventKind.WAIT, agent, s[base + PC], pendingTarget(s, base), 0);
        }
    }

    /// Takes the answer to the pending request or query. [#run] follows.
    public void take(int[] s, int base, int answer) {
        int pc = s[base + PC];
        int op = code.op[pc];
        covered[pc] = true;
        int target = value(s, base, code.a[pc]);
        int value = s[base + CHANNEL] == 0 ? answer : forwarded(s, base, op, target, answer);
        boolean granted = s[base + STATUS] == WAITING;
        if (granted) {
            s[base + STATUS] = RUN;
        }
        if ((code.info[pc] & Code.COUNTED) != 0) {
            s[base + FLAGS] = rules.account(s[base + FLAGS], op, target, value);
        }
        if (tracing && op >= Op.FIRST_VISIBLE) {
            boolean writes = op == Op.STORE || op == Op.LINE && code.to[pc] < 0;
            int shown = writes ? value(s, base, code.b[pc]) : value;
            journal.event(granted ? EventKind.GRANT : EventKind.PERFORM, agent, pc, target, shown);
        }
        if (code.to[pc] >= 0) {
            s[base + REGISTERS + code.to[pc]] = value;
        }
        s[base + PC] = pc + 1;
    }

    /// For a load the value of the newest travelling store of this CPU to the cell, or else what memory answered.
    private int forwarded(int[] s, int base, int op, int cell, int answer) {
        if (op == Op.IS_LOCKED) {
            return releases(s, base, cell) ? 0 : answer;
        }
        if (op != Op.LOAD) {
            return answer;
        }
        int start = base + channelStart();
        for (int at = start + 2 * (s[base + CHANNEL] - 1); at >= start; at -= 2) {
            if (s[at] == (cell << Op.BITS | Op.STORE)) {
                return s[at + 1];
            }
        }
        return answer;
    }

    /// Whether an unlock of this lock travels.
    private boolean releases(int[] s, int base, int lock) {
        int start = base + channelStart();
        for (int at = start; at < start + 2 * s[base + CHANNEL]; at += 2) {
            if (s[at] == (lock << Op.BITS | Op.UNLOCK)) {
                return true;
            }
        }
        return false;
    }

    /// The CPUs of a world, by agent.
    public static CpuCore[] all(World world, overtake.memory.MemoryModel model, Bounds bounds) {
        int[] table = world.constants().stream().mapToInt(Integer::intValue).toArray();
        CpuCore[] cores = new CpuCore[world.programs().size()];
        for (int i = 0; i < cores.length; i++) {
            Program program = world.programs().get(i);
            cores[i] = new CpuCore(world, i, new Code(world, program, model), bounds, table);
        }
        return cores;
    }
}
