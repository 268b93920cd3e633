package overtake.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import overtake.machine.InvariantReads;
import overtake.machine.Op;
import overtake.machine.Request;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.World;

/// What the agents of a world can ever do from each of their instructions on, from the programs alone. Immutable; [Ample] asks it.
final class Conflicts {
    /// Sets of locks are masks of 64 bits, of which one means *never*.
    private static final int MOST_LOCKS = 62;
    private static final long NEVER = -1L;

    private final Resources resources;
    private final InvariantReads invariants;
    private final ControlFlow[] flows;
    private final Requests requests;
    /// By agent, instruction, touch: the locks that are held at every such touch from there on, or [#NEVER] if there is none.
    private final long[][][] guards;

    private final long[][][] exclusiveGuards;
    /// By agent, instruction: the locks that it is sure to hold there.
    private final long[][] held;

    private final long[][] heldExclusively;
    /// By agent, instruction: the touches that conflict with the questions asked behind it, up to the next request.
    private final int[][][] behind;
    private final boolean[][] returnsBehind;
    private final boolean[][] asksBehind;
    /// By agent, instruction, touch: whether a question asked from there on conflicts with it.
    private final boolean[][][] asked;
    /// By agent, instruction: whether lockdep_assert_held may come from there on.
    private final boolean[][] asserts;
    private final boolean[][] sticky;
    /// By agent: whether it has a loop without any request, so that its deliveries may close a cycle.
    private final boolean[] deliversInCycles;
    /// Whether handing over or ending a grace period lets an agent ask questions.
    private final boolean asksWhenGranted;

    /// Tells which instructions are performed by a step of their own.
    interface Requests {
        boolean isRequest(int agent, int pc);
    }

    private Conflicts(World world, Requests requests) {
        this.requests = requests;
        resources = new Resources(world);
        invariants = new InvariantReads(world);
        int agents = world.programs().size();
        flows = world.programs().stream().map(ControlFlow::new).toArray(ControlFlow[]::new);
        guards = new long[agents][][];
        exclusiveGuards = new long[agents][][];
        held = new long[agents][];
        heldExclusively = new long[agents][];
        behind = new int[agents][][];
        returnsBehind = new boolean[agents][];
        asksBehind = new boolean[agents][];
        asked = new boolean[agents][][];
        asserts = new boolean[agents][];
        sticky = new boolean[agents][];
        deliversInCycles = new boolean[agents];
        boolean asks = false;
        for (int agent = 0; agent < agents; agent++) {
            held[agent] = owned(world, flows[agent].locksHeld(false));
            heldExclusively[agent] = owned(world, flows[agent].locksHeld(true));
            guards[agent] = future(flows[agent], held[agent]);
            exclusiveGuards[agent] = future(flows[agent], heldExclusively[agent]);
            questions(agent);
            questionsToCome(agent);
            for (int pc = 0; pc < flows[agent].size(); pc++) {
                Instruction instruction = flows[agent].instruction(pc);
                boolean waits =
                        instruction instanceof Instruction.Lock || instruction instanceof Instruction.Synchronize;
                asks |= waits && asksBehind[agent][pc];
            }
        }
        asksWhenGranted = asks;
        for (int agent = 0; agent < agents; agent++) {
            int number = agent;
            List<Integer> unbroken = new ArrayList<>();
            sticky[agent] = flows[agent].breakCycles(pc -> requests.isRequest(number, pc),
                    pc -> races(number, pc) ? 0 : 1, unbroken);
            deliversInCycles[agent] = !unbroken.isEmpty();
        }
    }

    /// @return empty if the world has too many locks
    static Optional<Conflicts> of(World world, Requests requests) {
        return world.locks().size() > MOST_LOCKS ? Optional.empty()
                : Optional.of(new Conflicts(world, requests));
    }

    Resources resources() {
        return resources;
    }

    InvariantReads invariants() {
        return invariants;
    }

    /// Without the locks that nobody holds, such as run queues: they keep nobody off.
    private static long[] owned(World world, long[] held) {
        long[] owned = held.clone();
        for (int lock = 0; lock < world.locks().size(); lock++) {
            for (int pc = 0; pc < owned.length && !world.locks().get(lock).kind().hasHolder(); pc++) {
                owned[pc] &= ~(1L << lock);
            }
        }
        return owned;
    }

    private long[][] future(ControlFlow flow, long[] held) {
        long[][] rows = new long[flow.size()][resources.touches()];
        for (int pc = 0; pc < rows.length; pc++) {
            long[] row = rows[pc];
            Arrays.fill(row, NEVER);
            long locks = held[pc] & NEVER >>> 1;
            resources.possible(flow.instruction(pc), flow.inHandler(pc),
                    (op, target, passes) -> resources.touches(op, target, passes, touch -> row[touch] &= locks));
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int pc = rows.length - 1; pc >= 0; pc--) {
                for (int next : flow.successors(pc)) {
                    changed |= join(rows[pc], rows[next]);
                }
            }
        }
        for (int pc = 0; flow.handlerEntry() < rows.length && pc < flow.handlerEntry(); pc++) {
            join(rows[pc], rows[flow.handlerEntry()]);
        }
        for (int pc = flow.handlerEntry(); pc < rows.length; pc++) {
            join(rows[pc], rows[0]);
        }
        return rows;
    }

    private static boolean join(long[] row, long[] more) {
        boolean changed = false;
        for (int i = 0; i < row.length; i++) {
            changed |= (row[i] & ~more[i]) != 0;
            row[i] &= more[i];
        }
        return changed;
    }

    private void questions(int agent) {
        ControlFlow flow = flows[agent];
        behind[agent] = new int[flow.size()][];
        returnsBehind[agent] = new boolean[flow.size()];
        asksBehind[agent] = new boolean[flow.size()];
        for (int pc = 0; pc < flow.size(); pc++) {
            questions(agent, pc);
        }
    }

    private void questions(int agent, int pc) {
        ControlFlow flow = flows[agent];
        TreeSet<Integer> touches = new TreeSet<>();
        boolean[] seen = new boolean[flow.size()];
        List<Integer> open = new ArrayList<>();
        open.add(pc);
        while (!open.isEmpty()) {
            int at = open.removeLast();
            Instruction instruction = flow.instruction(at);
            returnsBehind[agent][pc] |= flow.returns(at);
            if (!instruction.isVisible()) {
                resources.possible(instruction, flow.inHandler(at),
                        (op, target, _) -> resources.conflicts(op, target, touches::add));
                asksBehind[agent][pc] |= instruction instanceof Instruction.AssertHeld;
            }
            for (int next : flow.successors(at)) {
                if (!seen[next] && !requests.isRequest(agent, next)) {
                    seen[next] = true;
                    open.add(next);
                }
            }
        }
        behind[agent][pc] = touches.stream().mapToInt(Integer::intValue).toArray();
        asksBehind[agent][pc] |= !touches.isEmpty();
    }

    private void questionsToCome(int agent) {
        ControlFlow flow = flows[agent];
        boolean[][] rows = new boolean[flow.size()][resources.touches()];
        boolean[] held = new boolean[flow.size()];
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int pc = flow.size() - 1; pc >= 0; pc--) {
                boolean[] row = rows[pc];
                boolean before = held[pc];
                int known = count(row);
                held[pc] |= flow.instruction(pc) instanceof Instruction.AssertHeld;
                for (int touch : behind[agent][pc]) {
                    row[touch] = true;
                }
                for (int next : successorsAndHandler(flow, pc)) {
                    held[pc] |= held[next];
                    addAll(row, rows[next]);
                }
                changed |= held[pc] != before || count(row) != known;
            }
        }
        asked[agent] = rows;
        asserts[agent] = held;
    }

    private static void addAll(boolean[] row, boolean[] more) {
        for (int i = 0; i < row.length; i++) {
            row[i] |= more[i];
        }
    }

    private static int count(boolean[] row) {
        int count = 0;
        for (boolean each : row) {
            count += each ? 1 : 0;
        }
        return count;
    }

    /// The handler may come between any two instructions, and goes back to any.
    private static int[] successorsAndHandler(ControlFlow flow, int pc) {
        if (flow.handlerEntry() == flow.size()) {
            return flow.successors(pc);
        }
        int[] successors = Arrays.copyOf(flow.successors(pc), flow.successors(pc).length + 1);
        successors[successors.length - 1] = flow.inHandler(pc) ? 0 : flow.handlerEntry();
        return successors;
    }

    /// Whether the agent, which stands at the instruction, may do something before its own travelling operation is delivered that comes out
    /// differently afterwards. Its loads do not: they take the value from the channel.
    boolean minds(int agent, int pc, int op, int target) {
        boolean[] minds = {op == Op.UNLOCK && asserts[agent][pc]};
        resources.touches(op, target, false, touch -> minds[0] |= asked[agent][pc][touch]);
        if (op == Op.FREE || op == Op.SECTION_END) {
            resources.own(op, target, touch -> minds[0] |= guards[agent][pc][touch] != NEVER);
        }
        return minds[0];
    }

    /// Whether the instruction may conflict with something that another agent does, and no lock keeps the two apart.
    private boolean races(int agent, int pc) {
        boolean[] found = new boolean[1];
        resources.possible(flows[agent].instruction(pc), flows[agent].inHandler(pc),
                (op, target, _) -> resources.conflicts(op, target, touch -> {
                    for (int other = 0; other < guards.length; other++) {
                        found[0] |= other != agent
                                && !keepsOff(other, 0, touch, heldExclusively[agent][pc], held[agent][pc]);
                    }
                }));
        return found[0];
    }

    /// For each agent the instructions whose time nobody else can tell under `lkmm`, if performing them tells and teaches nothing; see DECISIONS. Questions,
    /// checks and the end keep the freedom to come late: what comes last before them is not among these.
    boolean[][] untimed(World world) {
        boolean watched = any(world, i -> i instanceof Instruction.TryLock || i instanceof Instruction.IsLocked
                || i instanceof Instruction.GhostHeld);
        boolean periods = any(world, Instruction.Synchronize.class::isInstance);
        boolean[][] untimed = new boolean[flows.length][];
        for (int agent = 0; agent < flows.length; agent++) {
            ControlFlow flow = flows[agent];
            untimed[agent] = new boolean[flow.size()];
            boolean steady = flow.handlerEntry() == flow.size() && !deliversInCycles[agent];
            for (int pc = 0; steady && pc < flow.size(); pc++) {
                boolean timeless = switch (flow.instruction(pc)) {
                    case Instruction.Unlock unlock when unlock.mode() != LockMode.READ && !watched -> true;
                    case Instruction.Load _,
                            Instruction.Store _,
                            Instruction.Rmw _,
                            Instruction.Lock _,
                            Instruction.Unlock _ ->
                        !races(agent, pc);
                    case Instruction.Fence _, Instruction.Choose _, Instruction.Yield _ -> true;
                    case Instruction.ReadSideLock _ -> !periods;
                    default -> false;
                };
                untimed[agent][pc] = timeless && !sticky[agent][pc] && !concerned(flow, pc) && !asks(agent, flow, pc);
            }
        }
        return untimed;
    }

    private static boolean any(World world, Predicate<Instruction> test) {
        return world.programs().stream()
                .flatMap(program -> Stream.concat(program.instructions().stream(),
                        program.handler().stream().flatMap(handler -> handler.instructions().stream())))
                .anyMatch(test);
    }

    private boolean concerned(ControlFlow flow, int pc) {
        boolean[] found = new boolean[1];
        Request request = new Request();
        resources.possible(flow.instruction(pc), flow.inHandler(pc), (op, target, _) -> {
            request.op = op;
            request.target = target;
            found[0] |= invariants.concern(request);
        });
        return found[0];
    }

    /// Whether something that is no step, and may find a fault, comes behind an instruction before the next step.
    private boolean asks(int agent, ControlFlow flow, int from) {
        boolean[] seen = new boolean[flow.size()];
        List<Integer> open = new ArrayList<>(List.of(from));
        while (!open.isEmpty()) {
            int at = open.removeLast();
            boolean faults = switch (flow.instruction(at)) {
                case Instruction.Check _,
                        Instruction.Fail _,
                        Instruction.Halt _,
                        Instruction.Ghost _,
                        Instruction.GhostAllocated _,
                        Instruction.GhostHeld _,
                        Instruction.AssertHeld _ ->
                    true;
                default -> false;
            };
            if (faults) {
                return true;
            }
            for (int next : flow.successors(at)) {
                if (!seen[next] && !requests.isRequest(agent, next)) {
                    seen[next] = true;
                    open.add(next);
                }
            }
        }
        return false;
    }

    /// Whether the agent, which stands at the instruction, will never touch that way before it gets a lock that is held now.
    ///
    /// @param exclusive locks held now by somebody else to its exclusion
    /// @param held locks held now by somebody else in any mode
    boolean keepsOff(int agent, int pc, int touch, long exclusive, long held) {
        long guard = guards[agent][pc][touch];
        return guard == NEVER || (guard & exclusive) != 0 || (exclusiveGuards[agent][pc][touch] & held) != 0;
    }

    /// The touches that conflict with the questions asked behind the instruction, up to the next request.
    int[] behind(int agent, int pc) {
        return behind[agent][pc];
    }

    /// Whether questions are asked behind the instruction, up to the next request.
    boolean asksBehind(int agent, int pc) {
        return asksBehind[agent][pc];
    }

    /// Whether the end of the handler may come behind the instruction, before the next request.
    boolean returnsBehind(int agent, int pc) {
        return returnsBehind[agent][pc];
    }

    /// Whether the instruction is one of those of which every loop has one.
    boolean isSticky(int agent, int pc) {
        return sticky[agent][pc];
    }

    boolean deliversInCycles(int agent) {
        return deliversInCycles[agent];
    }

    boolean asksWhenGranted() {
        return asksWhenGranted;
    }
}
