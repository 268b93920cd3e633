package overtake.explore.stats;

import java.util.Arrays;
import java.util.function.IntConsumer;
import overtake.machine.EventKind;
import overtake.machine.Journal;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.World;

/// Hears a run and gives a fingerprint of its class: for each location the order of writes, and between two writes the reads as a set. So two runs that
/// differ only in the order of operations that do not conflict are in one class (Mazurkiewicz, "Trace theory", 1987). Locations are cells, locks, domains, lines,
/// and for each agent what it chooses; allocations and frees are one location. Values count too. Under `lkmm` what was undone counts as well, so classes are finer there.
///
/// Also tells which pairs of sites of different agents made conflicting accesses of one cell one right after the other, the earlier one first.
final class Interleaving implements Journal {
    private static final int NONE = 0;
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final long ODD = 0xD6E8FEB86659FD93L;

    private final World world;
    private final int agents;
    private final Sites sites;
    private final IntConsumer pairs;
    /// By agent and instruction.
    private final int[][] access;

    /// By agent and instruction, a random number.
    private final long[][] key;

    private final int[][] base;
    private final int[][] limit;
    private final long[] order;
    private final long[] reads;
    /// By cell and agent, the site of the last read or write since the last write of another agent, plus one.
    private final int[] lastRead;

    private final int[] lastWriter;
    private final int[][] sent;
    private final int[] sentFrom;
    private final int[] sentTo;

    /// @param pairs is told the number of each pair, see [Sites#pair]
    Interleaving(World world, IntConsumer pairs) {
        this.pairs = pairs;
        sites = new Sites(world);
        this.world = world;
        agents = world.programs().size();
        access = new int[agents][];
        base = new int[agents][];
        limit = new int[agents][];
        key = new long[agents][];
        for (int agent = 0; agent < agents; agent++) {
            Program program = world.programs().get(agent);
            int length = Sites.length(program);
            key[agent] = new long[length];
            access[agent] = new int[length];
            base[agent] = new int[length];
            limit[agent] = new int[length];
            for (int pc = 0; pc < length; pc++) {
                key[agent][pc] = mix((long) agent << 32 | pc);
                classify(agent, pc, program.instructionAt(pc));
            }
        }
        order = new long[end() + agents];
        reads = new long[order.length];
        lastRead = new int[world.cells().size() * agents];
        lastWriter = new int[world.cells().size()];
        sent = new int[agents][64];
        sentFrom = new int[agents];
        sentTo = new int[agents];
        begin();
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
    void begin() {
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
        long event = (key[agent][pc] + value) * ODD;
        if (how == READ) {
            reads[location] += event ^ event >>> 32;
        } else {
            long before = order[location] + reads[location] * GAMMA;
            order[location] = ((before ^ before >>> 31) + event) * GAMMA;
            reads[location] = 0;
        }
        if (location < locks()) {
            meet(agent, location, sites.number(agent, pc), how == WRITE);
        }
    }

    private void meet(int agent, int cell, int site, boolean writes) {
        int writer = lastWriter[cell] - 1;
        if (writer >= 0 && sites.agent(writer) != agent) {
            pairs.accept(sites.pair(writer, site));
        }
        if (!writes) {
            lastRead[cell * agents + agent] = site + 1;
            return;
        }
        for (int other = 0; other < agents; other++) {
            int reader = lastRead[cell * agents + other] - 1;
            if (other != agent && reader >= 0) {
                pairs.accept(sites.pair(reader, site));
            }
            lastRead[cell * agents + other] = 0;
        }
        lastWriter[cell] = site + 1;
    }

    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /// Fingerprint of the class of the run so far. That two classes have the same one is as likely as for random numbers of 64 bits.
    long fingerprint() {
        long all = 0;
        for (int i = 0; i < order.length; i++) {
            if (order[i] != 0 || reads[i] != 0) {
                all += mix(order[i] + (i + 1) * GAMMA) ^ mix(reads[i] + i) * ODD;
            }
        }
        return all;
    }
}
