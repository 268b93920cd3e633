package overtake.lift.block;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import overtake.lift.block.Block.End;
import overtake.lift.block.Block.Row;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Program;
import overtake.program.Source;

/// Makes a program of blocks: cleans them, finds where control dependencies end, colours the registers and lays the blocks out.
public final class ProgramBuilder {
    /// The passes reach a fixed point after a handful of rounds; this bounds a mistake of ours.
    private static final int MOST_ROUNDS = 100;

    private final BlockGraph graph;
    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    /// First instruction of each block, by the block's number; -1 while the block is not laid out.
    private final int[] starts;

    private ProgramBuilder(BlockGraph graph) {
        this.graph = graph;
        starts = new int[graph.blocks().size()];
        Arrays.fill(starts, -1);
    }

    /// @param observations names by slot, in any order; slots are renumbered by first appearance
    public static Program build(String agent, Block entry, List<String> observations) {
        BlockGraph graph = new BlockGraph(entry);
        clean(graph);
        ProgramBuilder builder = new ProgramBuilder(graph);
        builder.layOut();
        return builder.program(agent, observations);
    }

    private static void clean(BlockGraph graph) {
        Straightening.run(graph);
        int registers = graph.renumber();
        boolean changed = true;
        for (int round = 0; changed; round++) {
            if (round == MOST_ROUNDS) {
                throw new IllegalStateException("no fixed point after " + MOST_ROUNDS + " rounds");
            }
            changed = CopyPropagation.run(graph, registers);
            changed |= GivenThreading.run(graph, registers);
            changed |= ConditionFusion.run(graph);
            changed |= DeadCode.run(graph);
            changed |= Straightening.run(graph);
        }
        RegisterColouring.run(graph, graph.renumber());
        Straightening.run(graph);
    }

    /// Each chain of blocks follows the way on where the condition fails, so that the other way is the branch.
    private void layOut() {
        Deque<Block> waiting = new ArrayDeque<>();
        waiting.push(graph.entry());
        while (!waiting.isEmpty()) {
            Block block = waiting.pop();
            boolean more = !isPlaced(block);
            while (more) {
                starts[block.number] = instructions.size();
                orient(block);
                place(block);
                if (block.end() instanceof End.Test test) {
                    waiting.push(test.ifTrue());
                }
                Optional<Block> next = fallThrough(block);
                more = next.isPresent() && !isPlaced(next.get());
                if (next.isPresent() && !more) {
                    add(new Instruction.Jump(next.get().number),
                            block.rows().isEmpty() ? block.source() : sources.getLast());
                }
                block = next.orElse(block);
            }
        }
        resolve();
    }

    private boolean isPlaced(Block block) {
        return starts[block.number] >= 0;
    }

    /// Turns a test around if its other way is better to fall into: not a violation, and not laid out already.
    private void orient(Block block) {
        if (block.end() instanceof End.Test t
                && (t.ifFalse().fails() || isPlaced(t.ifFalse()))
                && !t.ifTrue().fails()
                && !isPlaced(t.ifTrue())) {
            Block otherwise = t.ifFalse();
            block.end(new End.Test(t.condition().negate(), t.a(), t.b(), otherwise, t.ifTrue(), t.source()));
        }
    }

    private static Optional<Block> fallThrough(Block block) {
        return switch (block.end()) {
            case End.Goto e -> Optional.of(e.next());
            case End.Test e -> Optional.of(e.ifFalse());
            case End.Stop _, End.Open _ -> Optional.empty();
        };
    }

    /// Adds an instruction. A site belongs to the operation itself, not to the arithmetic around it.
    private void add(Instruction instruction, Source source) {
        instructions.add(instruction);
        sources.add(
                isOperation(instruction) ? source : new Source("", "", source.file(), source.line(), source.callers()));
    }

    private static boolean isOperation(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Move _,
                    Instruction.Alu _,
                    Instruction.SetCondition _,
                    Instruction.Select _,
                    Instruction.Lookup _,
                    Instruction.Branch _,
                    Instruction.Jump _,
                    Instruction.Halt _,
                    Instruction.Fail _ ->
                false;
            default -> true;
        };
    }

    /// Places a block; targets and joins are block numbers until [#resolve].
    private void place(Block block) {
        for (Row row : block.rows()) {
            add(row.instruction(), row.source());
        }
        switch (block.end()) {
            case End.Test t ->
                add(
                        new Instruction.Branch(t.condition(), t.a(), t.b(), t.ifTrue().number, Optional.empty()),
                        t.source());
            case End.Stop stop -> add(stop.instruction(), stop.source());
            case End.Goto _ -> {}
            case End.Open _ -> throw new IllegalStateException("a block has no end");
        }
    }

    private void resolve() {
        for (int i = 0; i < instructions.size(); i++) {
            if (instructions.get(i) instanceof Instruction.Jump jump) {
                instructions.set(i, new Instruction.Jump(starts[jump.target()]));
            }
        }
        Postdominators postdominators = new Postdominators(graph);
        for (Block block : graph.blocks()) {
            int last = starts[block.number] + block.rows().size();
            if (block.end() instanceof End.Test && instructions.get(last) instanceof Instruction.Branch b) {
                Optional<Integer> join = postdominators.of(block).map(at -> starts[at.number]);
                instructions.set(
                        last, new Instruction.Branch(b.condition(), b.a(), b.b(), starts[b.target()], join));
            }
        }
    }

    private Program program(String agent, List<String> observations) {
        int registers = 0;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            for (Operand operand : instruction.uses()) {
                registers = Math.max(registers, operand instanceof Operand.Register r ? r.index() + 1 : 0);
            }
            registers = Math.max(
                    registers,
                    instruction.definition().map(r -> r.index() + 1).orElse(0));
            if (instruction instanceof Instruction.Observe observe) {
                String name = observations.get(observe.slot());
                if (!names.contains(name)) {
                    names.add(name);
                }
                instructions.set(i, new Instruction.Observe(names.indexOf(name), observe.value()));
            }
        }
        return new Program(agent, instructions, sources, registers, names, Optional.empty());
    }
}
