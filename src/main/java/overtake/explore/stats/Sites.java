package overtake.explore.stats;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Program;
import overtake.program.World;

/// The numbers of all source operations of a world, of which a loop or an inlined method may have several copies: a site is an agent and a name.
final class Sites {
    private final World world;
    /// By agent and instruction.
    private final int[][] numbers;

    private final List<Integer> agents = new ArrayList<>();
    /// By site: the cells that it may read, the cells that it may write.
    private final List<BitSet> reads = new ArrayList<>();

    private final List<BitSet> writes = new ArrayList<>();

    Sites(World world) {
        this.world = world;
        numbers = new int[world.programs().size()][];
        for (int agent = 0; agent < numbers.length; agent++) {
            Program program = world.programs().get(agent);
            SortedMap<String, Integer> known = new TreeMap<>();
            numbers[agent] = new int[length(program)];
            for (int pc = 0; pc < numbers[agent].length; pc++) {
                String name = program.sourceAt(pc).site();
                int next = agents.size();
                int number = name.isEmpty() ? next : known.computeIfAbsent(name, _ -> next);
                numbers[agent][pc] = number;
                if (number == next) {
                    agents.add(agent);
                    reads.add(new BitSet());
                    writes.add(new BitSet());
                }
                note(number, program.instructionAt(pc));
            }
        }
    }

    /// How many instructions a program has, with those of its handler.
    static int length(Program program) {
        return program.instructions().size()
                + program.handler().map(handler -> handler.instructions().size()).orElse(0);
    }

    int number(int agent, int pc) {
        return numbers[agent][pc];
    }

    int agent(int site) {
        return agents.get(site);
    }

    int count() {
        return agents.size();
    }

    /// Whether the instruction is an operation on something shared, or a choice.
    boolean shared(int agent, int pc) {
        return switch (world.programs().get(agent).instructionAt(pc)) {
            case Instruction.Load _,
                    Instruction.Store _,
                    Instruction.Rmw _,
                    Instruction.IsLocked _,
                    Instruction.Lock _,
                    Instruction.Unlock _,
                    Instruction.TryLock _,
                    Instruction.ReadSideLock _,
                    Instruction.ReadSideUnlock _,
                    Instruction.Synchronize _,
                    Instruction.Line _,
                    Instruction.Allocate _,
                    Instruction.Free _,
                    Instruction.Choose _ ->
                true;
            default -> false;
        };
    }

    private void note(int site, Instruction instruction) {
        switch (instruction) {
            case Instruction.Load i -> cells(i.cell(), i.candidates(), reads.get(site));
            case Instruction.Store i -> cells(i.cell(), i.candidates(), writes.get(site));
            case Instruction.Rmw i -> cells(i.cell(), i.candidates(), writes.get(site));
            default -> {
                // about no cell
            }
        }
    }

    private void cells(Operand cell, List<Integer> candidates, BitSet into) {
        if (cell instanceof Constant k) {
            into.set(k.value());
        } else if (candidates.isEmpty()) {
            into.set(0, world.cells().size());
        } else {
            candidates.forEach(into::set);
        }
    }

    /// The number of a pair of sites of which the first one came before the second one.
    int pair(int first, int second) {
        return first * count() + second;
    }

    /// How many pairs there are without regard to which site came first.
    int unordered(BitSet pairs) {
        BitSet both = new BitSet();
        pairs.stream().forEach(pair -> {
            int first = pair / count();
            int second = pair % count();
            both.set(pair(Math.min(first, second), Math.max(first, second)));
        });
        return both.cardinality();
    }

    /// How many pairs of sites of different agents may access one cell, of which one writes.
    int possiblePairs() {
        int possible = 0;
        for (int a = 0; a < count(); a++) {
            for (int b = a + 1; b < count(); b++) {
                boolean conflict = writes.get(a).intersects(writes.get(b)) || writes.get(a).intersects(reads.get(b))
                        || reads.get(a).intersects(writes.get(b));
                possible += conflict && agent(a) != agent(b) ? 1 : 0;
            }
        }
        return possible;
    }
}
