package overtake.machine;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import overtake.memory.MemoryModel;
import overtake.program.Invariant;
import overtake.program.LockInfo;
import overtake.program.World;

/// The semantics of models under which operations leave their CPU in program order: sc and tso.
///
/// A state is one int array: a header (fault, its agent, its place), then one part for each CPU, then memory, then each lock, then
/// each grace-period domain, then each cache line.
///
/// Order of [#enabled]: by agent number; for one agent first its pending request (a `choose` in ascending order of its values), then
/// its oldest travelling operation, then a hard interrupt.
final class InOrder implements Semantics {
    private final World world;
    private final MemoryModel model;
    private final CpuCore[] cpus;
    private final MemoryCore memory;
    private final LockCore[] locks;
    private final GracePeriodCore[] domains;
    private final LineCore[] lines;
    private final InvariantCheck invariants;
    private final int[] cpuBase;
    private final int lockBase;
    private final InOrderLayout layout;
    private final Request request = new Request();
    private final Touched touched = new Touched();
    private final Parts parts;
    private final Footprint footprint;

    InOrder(World world, MemoryModel model, Bounds bounds) {
        this(world, model, bounds, EnumSet.noneOf(LineRule.class));
    }

    /// @param off rules of the cache model that do not count; only in tests
    InOrder(World world, MemoryModel model, Bounds bounds, Set<LineRule> off) {
        this.world = world;
        this.model = model;
        cpus = CpuCore.all(world, model, bounds);
        memory = new MemoryCore(world);
        locks = world.locks().stream().map(LockInfo::kind).map(LockCore::new).toArray(LockCore[]::new);
        domains = world.domains().stream()
                .map(domain -> new GracePeriodCore(cpus.length, domain.sleepable()))
                .toArray(GracePeriodCore[]::new);
        lines = world.lines().stream().map(line -> new LineCore(line.initial(), off)).toArray(LineCore[]::new);
        layout = new InOrderLayout(cpus, memory, locks.length, domains, lines.length);
        cpuBase = layout.cpus;
        lockBase = layout.locks;
        parts = new Parts(this, cpus.length, layout.parts());
        footprint = new Footprint(layout, memory, domains, parts, touched);
        invariants = new InvariantCheck(world, model, bounds, memory, locks);
        invariants.tell(footprint::look);
    }

    Parts parts() {
        return parts;
    }

    AgentExchange agentExchange() {
        return new AgentExchange(cpus, locks, domains, layout);
    }

    InFlight inFlight() {
        return new InFlight(world, model, cpus, locks, cpuBase, lockBase);
    }

    @Override
    public int size() {
        return layout.size;
    }

    /// Where events go from now on.
    @Override
    public void journal(Journal to) {
        for (CpuCore cpu : cpus) {
            cpu.journal(to);
        }
    }

    /// Whether that instruction of the agent was ever executed by this machine; the handler's follow the program's own.
    @Override
    public boolean covered(int agent, int pc) {
        return cpus[agent].covered(pc);
    }

    /// Whether any run met a bound of the machine.
    @Override
    public Set<Bounds.Kind> boundsMet() {
        for (CpuCore cpu : cpus) {
            if (cpu.boundMet()) {
                return EnumSet.of(Bounds.Kind.STORE_CHANNEL);
            }
        }
        return EnumSet.noneOf(Bounds.Kind.class);
    }

    /// Makes `s` the initial state.
    @Override
    public void reset(int[] s) {
        Arrays.fill(s, 0);
        memory.reset(s, layout.memory);
        for (int i = 0; i < lines.length; i++) {
            lines[i].reset(s, line(i));
        }
        for (int i = 0; i < cpus.length; i++) {
            cpus[i].reset(s, cpuBase[i]);
        }
        if (!invariants.hold(s, layout.memory, s, lockBase, Invariant.When.ALWAYS)) {
            FaultHeader.record(s, FaultKind.INVARIANT, -1, invariants.broken());
        }
        for (int i = 0; i < cpus.length; i++) {
            go(s, i);
        }
    }

    /// Writes the possible steps into `choices` in the documented order. None if the run has ended.
    @Override
    public void enabled(int[] s, Choices choices) {
        choices.clear();
        if (s[0] != 0) {
            return;
        }
        for (int i = 0; i < cpus.length; i++) {
            enabled(s, i, choices);
        }
    }

    /// Adds the possible steps of one agent.
    void enabled(int[] s, int agent, Choices choices) {
        CpuCore cpu = cpus[agent];
        int base = cpuBase[agent];
        int travelling = cpu.travelling(s, base);
        if (cpu.status(s, base) == CpuCore.RUN) {
            request(s, agent, cpu.info(s, base), travelling, choices);
        }
        if (travelling > 0) {
            choices.add(Step.of(agent, Step.CHANNEL, 0), cpu.oldestOp(s, base), cpu.oldestTarget(s, base));
        }
        if (cpu.interruptible(s, base)) {
            choices.add(Step.of(agent, Step.INTERRUPT, 0), Op.HALT);
        }
    }

    private void request(int[] s, int agent, int info, int travelling, Choices choices) {
        if ((info & (Code.GATED | Code.MAY_FAIL)) != 0 && parts.watching()) {
            int lock = lockBase + LockCore.SIZE * cpus[agent].pendingTarget(s, cpuBase[agent]);
            parts.look(lock, lock + LockCore.SIZE);
        }
        if ((info & Code.BLOCKABLE) != 0 && travelling > 0 && !fails(s, agent, info)) {
            return;
        }
        int op = info & Op.MASK;
        CpuCore cpu = cpus[agent];
        int base = cpuBase[agent];
        int target = Op.located(op) ? cpu.pendingTarget(s, base) : Choices.UNKNOWN;
        if ((info & (Code.GATED | Code.CHOICE)) == 0) {
            choices.add(Step.of(agent, Step.REQUEST, 0), op, target);
            return;
        }
        int alternatives = accepted(s, cpu, base, info) ? cpu.alternatives(s, base) : 0;
        for (int k = 0; k < alternatives; k++) {
            choices.add(Step.of(agent, Step.REQUEST, k), op, target);
        }
    }

    /// Whether the request is a trylock that must fail, so that it is a mere load.
    private boolean fails(int[] s, int agent, int info) {
        CpuCore cpu = cpus[agent];
        int base = cpuBase[agent];
        return (info & Code.MAY_FAIL) != 0
                && !cpu.blocked(s, base)
                && !accepts(s, cpu, base, cpu.pendingTarget(s, base));
    }

    private boolean accepts(int[] s, CpuCore cpu, int base, int lock) {
        return locks[lock].accepts(
                s, lockBase + LockCore.SIZE * lock, cpu.pendingDetail(s, base), cpu.pendingInterrupt(s, base));
    }

    private boolean accepted(int[] s, CpuCore cpu, int base, int info) {
        if ((info & Code.GATED) == 0) {
            return true;
        }
        return accepts(s, cpu, base, cpu.pendingTarget(s, base));
    }

    /// Performs one enabled step.
    @Override
    public void apply(int[] s, int step) {
        int agent = Step.agent(step);
        touched.clear();
        touch(agent);
        int travelling = cpus[agent].travelling(s, cpuBase[agent]);
        switch (Step.slot(step)) {
            case Step.REQUEST -> perform(s, agent, Step.alternative(step));
            case Step.CHANNEL -> deliver(s, agent);
            default -> {
                cpus[agent].interrupt(s, cpuBase[agent]);
                go(s, agent);
            }
        }
        int most = Math.max(travelling, cpus[agent].travelling(s, cpuBase[agent]));
        if (most > 0) {
            int channel = cpuBase[agent] + cpus[agent].channelStart();
            touched.add(channel, channel + 2 * most);
        }
        if (s[0] != 0) {
            touched.add(0, FaultHeader.SIZE);
        }
    }

    /// Notes that the agent's part changes, but for its channel.
    private void touch(int agent) {
        parts.look(cpuBase[agent], cpuBase[agent] + 1);
        touched.add(cpuBase[agent], cpuBase[agent] + cpus[agent].channelStart());
    }

    @Override
    public Touched touched() {
        return touched;
    }

    private void perform(int[] s, int agent, int alternative) {
        CpuCore cpu = cpus[agent];
        int base = cpuBase[agent];
        cpu.ask(s, base, alternative, request);
        if (cpu.sleepsInAtomic(s, base, request)) {
            failed(s, agent, FaultKind.SLEEP_IN_ATOMIC);
            return;
        }
        int op = request.op;
        footprint.touch(s, request);
        if (Op.toMemory(op)) {
            int answer = memory.apply(s, layout.memory, request);
            if (memory.faulty()) {
                failed(s, agent, memory.fault());
                return;
            }
            examine(s);
            answer(s, agent, answer);
        } else if (Op.toLock(op)) {
            performLock(s, agent, op);
        } else if (Op.toDomain(op)) {
            performDomain(s, agent, op);
        } else if (op == Op.LINE) {
            answer(s, agent, lines[request.target].apply(s, line(request.target), agent, request));
        } else {
            answer(s, agent, request.value);
        }
    }

    private int line(int number) {
        return layout.lines + LineCore.SIZE * number;
    }

    private void performLock(int[] s, int agent, int op) {
        LockCore lock = locks[request.target];
        int at = lockBase + LockCore.SIZE * request.target;
        int answer = 0;
        int next = -1;
        switch (op) {
            case Op.LOCK -> answer = lock.acquire(s, at, agent, request);
            case Op.TRYLOCK -> answer = lock.tryAcquire(s, at, agent, request);
            case Op.IS_LOCKED -> answer = lock.query(s, at, agent, request);
            default -> next = lock.release(s, at, agent, request);
        }
        if (lock.faulty()) {
            failed(s, agent, FaultKind.UNBALANCED_UNLOCK);
            return;
        }
        examine(s);
        if (op == Op.LOCK && answer == LockCore.WAITING) {
            cpus[agent].await(s, cpuBase[agent]);
            return;
        }
        answer(s, agent, answer);
        if (next >= 0) {
            grant(s, next, LockCore.GRANTED);
        }
    }

    private void performDomain(int[] s, int agent, int op) {
        GracePeriodCore domain = domains[request.target];
        int at = layout.domains[request.target];
        int ended = 0;
        int token = GracePeriodCore.NO_TOKEN;
        boolean waits = false;
        switch (op) {
            case Op.SECTION_BEGIN -> token = domain.begin(s, at, agent);
            case Op.SECTION_END -> ended = domain.end(s, at, agent, request.value);
            default -> waits = domain.synchronize(s, at, agent);
        }
        if (domain.faulty()) {
            failed(s, agent, FaultKind.UNBALANCED_SECTION);
            return;
        }
        if (waits) {
            cpus[agent].await(s, cpuBase[agent]);
            return;
        }
        answer(s, agent, token);
        for (; ended != 0; ended &= ended - 1) {
            grant(s, Integer.numberOfTrailingZeros(ended), 0);
        }
    }

    private void deliver(int[] s, int agent) {
        CpuCore cpu = cpus[agent];
        int base = cpuBase[agent];
        cpu.sent(s, base, 0, request);
        int op = request.op;
        footprint.touch(s, request);
        FaultKind broken = FaultKind.CHECK;
        boolean faulty;
        int next = -1;
        int ended = 0;
        if (Op.toMemory(op)) {
            memory.apply(s, layout.memory, request);
            faulty = memory.faulty();
            broken = memory.fault();
        } else if (Op.toLock(op)) {
            LockCore lock = locks[request.target];
            next = lock.release(s, lockBase + LockCore.SIZE * request.target, agent, request);
            faulty = lock.faulty();
            broken = FaultKind.UNBALANCED_UNLOCK;
        } else {
            GracePeriodCore domain = domains[request.target];
            ended = domain.end(s, layout.domains[request.target], agent, request.value);
            faulty = domain.faulty();
            broken = FaultKind.UNBALANCED_SECTION;
        }
        if (faulty) {
            cpu.delivered(s, base);
            failed(s, agent, broken);
            return;
        }
        examine(s);
        cpu.delivered(s, base);
        go(s, agent);
        if (next >= 0) {
            grant(s, next, LockCore.GRANTED);
        }
        for (; ended != 0; ended &= ended - 1) {
            grant(s, Integer.numberOfTrailingZeros(ended), 0);
        }
    }

    /// Answers an agent that has waited.
    private void grant(int[] s, int agent, int answer) {
        touch(agent);
        int before = cpus[agent].travelling(s, cpuBase[agent]);
        answer(s, agent, answer);
        int most = Math.max(before, cpus[agent].travelling(s, cpuBase[agent]));
        touched.add(cpuBase[agent] + cpus[agent].channelStart(),
                cpuBase[agent] + cpus[agent].channelStart() + 2 * most);
    }

    private void answer(int[] s, int agent, int answer) {
        cpus[agent].take(s, cpuBase[agent], answer);
        go(s, agent);
    }

    /// Lets the agent execute its local instructions, answering its queries.
    private void go(int[] s, int agent) {
        CpuCore cpu = cpus[agent];
        int base = cpuBase[agent];
        if (cpu.status(s, base) != CpuCore.RUN) {
            return;
        }
        while (cpu.run(s, base)) {
            cpu.ask(s, base, 0, request);
            footprint.look(request);
            int answer;
            if (Op.toMemory(request.op)) {
                answer = memory.apply(s, layout.memory, request);
            } else if (Op.toLine(request.op)) {
                answer = lines[request.target].answer(s, line(request.target), request);
            } else {
                int at = lockBase + LockCore.SIZE * request.target;
                answer = locks[request.target].query(s, at, agent, request);
                if (request.op == Op.ASSERT_HELD && answer == 0) {
                    failed(s, agent, FaultKind.LOCK_NOT_HELD);
                    return;
                }
            }
            cpu.take(s, base, answer);
        }
        int status = cpu.status(s, base);
        if (status >= CpuCore.FAULT) {
            FaultHeader.record(s, FaultKind.values()[status - CpuCore.FAULT], agent, cpu.pc(s, base));
        }
    }

    private void failed(int[] s, int agent, FaultKind kind) {
        cpus[agent].fail(s, cpuBase[agent], kind);
        FaultHeader.record(s, kind, agent, cpus[agent].pc(s, cpuBase[agent]));
    }

    /// Notes if the request just performed has broken an invariant.
    private void examine(int[] s) {
        if (!invariants.holdAfter(request, s, layout.memory, s, lockBase)) {
            FaultHeader.record(s, FaultKind.INVARIANT, -1, invariants.broken());
        }
    }

    /// The violation that the state records, if any. A run in which no step is possible any more has more to say: see [#ending].
    @Override
    public Optional<Fault> fault(int[] s) {
        return FaultHeader.fault(s, world, (agent, _) -> cpus[agent].property(s, cpuBase[agent]));
    }

    @Override
    public boolean faulty(int[] s) {
        return s[0] != 0;
    }

    /// Whether every agent has ended.
    @Override
    public boolean finished(int[] s) {
        for (int i = 0; i < cpus.length; i++) {
            if (cpus[i].status(s, cpuBase[i]) != CpuCore.DONE) {
                return false;
            }
        }
        return true;
    }

    /// What is wrong with a state in which no step is possible: the recorded violation, a deadlock, a broken invariant of the final state, a leak; empty if the run has
    /// ended well.
    @Override
    public Optional<Fault> ending(int[] s) {
        if (s[0] != 0) {
            return fault(s);
        }
        if (!finished(s)) {
            return Optional.of(new Fault(FaultKind.DEADLOCK, -1, -1, FaultKind.DEADLOCK.property()));
        }
        if (!invariants.hold(s, layout.memory, s, lockBase, Invariant.When.FINALLY)) {
            int broken = invariants.broken();
            return Optional.of(new Fault(
                    FaultKind.INVARIANT, -1, broken, world.invariants().get(broken).name()));
        }
        if (memory.leaks(s, layout.memory)) {
            return Optional.of(new Fault(FaultKind.LEAK, -1, -1, FaultKind.LEAK.property()));
        }
        return Optional.empty();
    }

    /// Value of a cell in memory.
    @Override
    public int cell(int[] s, int cell) {
        return s[layout.memory + cell];
    }

    /// Value of an observation of an agent.
    @Override
    public int observation(int[] s, int agent, int slot) {
        return cpus[agent].observation(s, cpuBase[agent], slot);
    }

    /// The pending instruction of an agent.
    @Override
    public int pc(int[] s, int agent) {
        return cpus[agent].pc(s, cpuBase[agent]);
    }

    @Override
    public boolean halfway(int[] s, int agent) {
        return false;
    }

    @Override
    public int status(int[] s, int agent) {
        return cpus[agent].status(s, cpuBase[agent]);
    }

    /// How many operations of the agent travel.
    @Override
    public int travelling(int[] s, int agent) {
        return cpus[agent].travelling(s, cpuBase[agent]);
    }

    @Override
    public int pcOf(int[] s, int step) {
        return pc(s, Step.agent(step));
    }

    @Override
    public boolean abandoned(int[] s) {
        return false;
    }
}
