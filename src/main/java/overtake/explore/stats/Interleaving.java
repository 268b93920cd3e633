package overtake.explore.stats;

import java.util.Arrays;
import java.util.BitSet;
import overtake.machine.EventKind;
import overtake.machine.Journal;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.World;

/// Hears a run and gives a fingerprint of its class: for each location the order of writes, and between two writes the reads as a set. So two runs that
/// differ only in the order of operations that do not conflict are in one class (Mazurkiewicz, "Trace theory", 1987). Locations are cells, locks, domains, lines,
/// and for each agent what it chooses; allocations and frees are one location. Values count too. Under `lkmm` what was undone counts as well, so classes are finer there.
///
/// Also notes which pairs of sites made conflicting accesses of one cell one right after the other.
public final class Interleaving implements Journal {
    private static final int NONE = 0;
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private final World world;
    private final int agents;
    private final int sites;
    /// By agent and instruction.
    private final int[][] access;

    private final int[][] base;
    private final int[][] limit;
    /// By agent: number of the site of its first instruction.
    private final int[] firstSite;

    private final long[] order;
    private final long[] reads;
    /// By cell and agent, the site of the last read or write since the last write of another agent, plus one.
    private final int[] lastRead;

    private final int[] lastWriter;
    private final int[][] sent;
    private final int[] sentFrom;
    private final int[] sentTo;
    private final BitSet pairs = new BitSet();

    public Interleaving(World world) {
        this.world = world;
        agents = world.programs().size();
        access = new int[agents][];
        base = new int[agents][];
        limit = new int[agents][];
        firstSite = new int[agents];
        int count = 0;
        for (int agent = 0; agent < agents; agent++) {
            Program program = world.programs().get(agent);
            int length = length(program);
            firstSite[agent] = count;
            count += length;
            access[agent] = new int[length];
            base[agent] = new int[length];
            limit[agent] = new int[length];
            for (int pc = 0; pc < length; pc++) {
                classify(agent, pc, program.instructionAt(pc));
            }
        }
        sites = count;
        order = new long[end() + agents];
        reads = new long[order.length];
        lastRead = new int[world.cells().size() * agents];
        lastWriter = new int[world.cells().size()];
        sent = new int[agents][64];
        sentFrom = new int[agents];
        sentTo = new int[agents];
        begin();
    }

    /// How many instructions a program has, with those of its handler.
    static int length(Program program) {
        return program.instructions().size()
                + program.handler().map(handler -> handler.instructions().size()).orElse(0);
    }

    /// Whether the instruction is an operation on something shared, or a choice.
    boolean shared(int agent, int pc) {
        return access[agent][pc] != NONE;
    }

    private int locks() {
        return world.cells().size();
    }

    private int domains() {
        return locks() + world.locks().size();
    }

    private int lines() {
        return domains() + world.domains().size();
    }

    private int allocations() {
        return lines() + world.lines().size();
    }

    private int end() {
        return allocations() + 1;
    }

    private void classify(int agent, int pc, Instruction instruction) {
        switch (instruction) {
            case Instruction.Load _ -> is(agent, pc, READ, 0, locks());
            case Instruction.Store _, Instruction.Rmw _ -> is(agent, pc, WRITE, 0, locks());
            case Instruction.IsLocked _ -> is(agent, pc, READ, locks(), domains());
            case Instruction.Lock _, Instruction.Unlock _, Instruction.TryLock _ ->
                is(agent, pc, WRITE, locks(), domains());
            case Instruction.ReadSideLock _, Instruction.ReadSideUnlock _ -> is(agent, pc, READ, domains(), lines());
            case Instruction.Synchronize _ -> is(agent, pc, WRITE, domains(), lines());
            case Instruction.Line _ -> is(agent, pc, WRITE, lines(), allocations());
            case Instruction.Allocate _, Instruction.Free _ -> is(agent, pc, WRITE, allocations(), end());
            case Instruction.Choose _ -> is(agent, pc, WRITE, end() + agent, end() + agent + 1);
            default -> is(agent, pc, NONE, 0, 0);
        }
    }

    private void is(int agent, int pc, int how, int from, int to) {
        access[agent][pc] = how;
        base[agent][pc] = from;
        limit[agent][pc] = to;
    }

    /// A new run begins.
    public void begin() {
        Arrays.fill(order, 0);
        Arrays.fill(reads, 0);
        Arrays.fill(lastRead, 0);
        Arrays.fill(lastWriter, 0);
        Arrays.fill(sentFrom, 0);
        Arrays.fill(sentTo, 0);
    }

    @Override
    public void event(EventKind kind, int agent, int pc, int target, int value) {
        switch (kind) {
            case PERFORM, GRANT -> made(agent, pc, target, value);
            case SEND -> {
                if (sentTo[agent] == sent[agent].length) {
                    sent[agent] = Arrays.copyOf(sent[agent], 2 * sentTo[agent]);
                }
                sent[agent][sentTo[agent]++] = pc;
            }
            case DELIVER -> made(agent, sent[agent][sentFrom[agent]++], target, value);
            default -> {
                // nothing that others could tell
            }
        }
    }

    private void made(int agent, int pc, int target, int value) {
        int how = pc < 0 ? NONE : access[agent][pc];
        if (how == NONE) {
            return;
        }
        int from = base[agent][pc];
        int location = limit[agent][pc] == from + 1 ? from : from + target;
        if (location < from || location >= limit[agent][pc]) {
            return;
        }
        long event = mix(((long) agent << 48 ^ (long) pc << 32) + value);
        if (how == READ) {
            reads[location] += event;
        } else {
            order[location] = mix(order[location] + GAMMA + mix(reads[location]) + event);
            reads[location] = 0;
        }
        if (location < locks()) {
            meet(agent, location, firstSite[agent] + pc, how == WRITE);
        }
    }

    private void meet(int agent, int cell, int site, boolean writes) {
        int writer = lastWriter[cell] - 1;
        if (writer >= 0 && (writer < firstSite[agent] || agent + 1 < agents && writer >= firstSite[agent + 1])) {
            pair(writer, site);
        }
        for (int other = 0; other < agents && writes; other++) {
            int reader = lastRead[cell * agents + other] - 1;
            if (other != agent && reader >= 0) {
                pair(reader, site);
            }
            lastRead[cell * agents + other] = 0;
        }
        if (writes) {
            lastWriter[cell] = site + 1;
        } else {
            lastRead[cell * agents + agent] = site + 1;
        }
    }

    private void pair(int a, int b) {
        pairs.set(Math.min(a, b) * sites + Math.max(a, b));
    }

    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /// Fingerprint of the class of the run so far. That two classes have the same one is as likely as for random numbers of 64 bits.
    public long fingerprint() {
        long all = 0;
        for (int i = 0; i < order.length; i++) {
            all = mix(all + GAMMA + order[i]) + mix(reads[i]);
        }
        return all;
    }

    /// Pairs of all runs, each as one number.
    public BitSet pairs() {
        return (BitSet) pairs.clone();
    }
}
