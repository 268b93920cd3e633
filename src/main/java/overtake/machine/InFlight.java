package overtake.machine;

import overtake.program.World;

/// What a state of `sc` or `tso` has in flight, for searches that reason about which steps commute: what each agent asks for, what travels from it, which locks
/// it holds. Belongs to one machine.
public final class InFlight {
    private final CpuCore[] cpus;
    private final Code[] codes;
    private final LockCore[] locks;
    private final int[] cpuBase;
    private final int lockBase;

    InFlight(World world, overtake.memory.MemoryModel model, CpuCore[] cpus, LockCore[] locks, int[] cpuBase,
            int lockBase) {
        this.cpus = cpus;
        this.locks = locks;
        this.cpuBase = cpuBase;
        this.lockBase = lockBase;
        codes = world.programs().stream().map(program -> new Code(world, program, model)).toArray(Code[]::new);
    }

    /// Whether the instruction is a request: one that its agent asks for and waits until it is answered.
    public boolean isRequest(int agent, int pc) {
        return codes[agent].op[pc] >= Op.FIRST_VISIBLE && !codes[agent].travels[pc];
    }

    /// First instruction of the interrupt handler, or the number of instructions.
    public int handlerEntry(int agent) {
        return codes[agent].handlerEntry;
    }

    /// Whether the agent stands before a request.
    public boolean asks(int[] s, int agent) {
        return cpus[agent].status(s, cpuBase[agent]) == CpuCore.RUN
                && isRequest(agent, cpus[agent].pc(s, cpuBase[agent]));
    }

    /// Fills in what the agent asks for, with its first alternative.
    public void asked(int[] s, int agent, Request into) {
        cpus[agent].ask(s, cpuBase[agent], 0, into);
    }

    /// How many operations travel from the agent.
    public int travelling(int[] s, int agent) {
        return cpus[agent].travelling(s, cpuBase[agent]);
    }

    /// Fills in a travelling operation; 0 is the oldest.
    public void sent(int[] s, int agent, int index, Request into) {
        cpus[agent].sent(s, cpuBase[agent], index, into);
    }

    public boolean interruptible(int[] s, int agent) {
        return cpus[agent].interruptible(s, cpuBase[agent]);
    }

    /// Whether the agent has an interrupt that has not come yet.
    public boolean interruptIsToCome(int[] s, int agent) {
        return cpus[agent].interruptIsToCome(s, cpuBase[agent]);
    }

    /// Whether a place of a state belongs to the CPU of the agent.
    public boolean isOfCpu(int agent, int place) {
        return place >= cpuBase[agent] && place < cpuBase[agent] + cpus[agent].size();
    }

    /// Whether the agent holds the lock exclusively.
    public boolean holdsExclusively(int[] s, int agent, int lock) {
        return s[lockBase + LockCore.SIZE * lock] == agent + 1;
    }

    /// Whether the agent holds the lock in any mode.
    public boolean holds(int[] s, int agent, int lock) {
        return locks[lock].holds(s, lockBase + LockCore.SIZE * lock, agent, -1);
    }
}
