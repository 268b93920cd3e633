package overtake.lift.block;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import overtake.lift.block.Block.Row;
import overtake.program.Instruction;
import overtake.program.Liveness;
import overtake.program.Operand;
import overtake.program.Operand.Register;

/// Gives registers that are never live together the same number, and prefers to give both ends of a move the same one, so that the
/// move disappears. Greedy, in order of appearance (Chaitin's interference, without spilling).
final class RegisterColouring {
    private final BlockGraph graph;
    private final List<BitSet> conflicts = new ArrayList<>();
    private final List<List<Integer>> partners = new ArrayList<>();
    private final int[] colour;

    private RegisterColouring(BlockGraph graph, int registers) {
        this.graph = graph;
        for (int i = 0; i < registers; i++) {
            conflicts.add(new BitSet());
            partners.add(new ArrayList<>());
        }
        colour = new int[registers];
        java.util.Arrays.fill(colour, -1);
    }

    static void run(BlockGraph graph, int registers) {
        RegisterColouring pass = new RegisterColouring(graph, registers);
        pass.findConflicts();
        for (int i = 0; i < registers; i++) {
            pass.choose(i);
        }
        graph.rewrite(pass::operand, pass::register);
        for (Block block : graph.blocks()) {
            block.rows().removeIf(RegisterColouring::movesNothing);
        }
    }

    private static boolean movesNothing(Row row) {
        return row.instruction() instanceof Instruction.Move move && move.from().equals(move.to());
    }

    private void findConflicts() {
        List<BitSet> ends = graph.liveAfterRows();
        for (Block block : graph.blocks()) {
            BitSet live = ends.get(block.number);
            for (Row row : block.rows().reversed()) {
                Optional<Register> to = row.instruction().definition();
                to.ifPresent(register -> defined(register.index(), row.instruction(), live));
                Liveness.apply(row.instruction(), live);
            }
        }
    }

    private void defined(int register, Instruction instruction, BitSet live) {
        int source = instruction instanceof Instruction.Move(var _, Register from) ? from.index() : -1;
        for (int other = live.nextSetBit(0); other >= 0; other = live.nextSetBit(other + 1)) {
            if (other != register && other != source) {
                conflicts.get(register).set(other);
                conflicts.get(other).set(register);
            }
        }
        if (source >= 0) {
            partners.get(register).add(source);
            partners.get(source).add(register);
        }
    }

    private void choose(int register) {
        BitSet taken = new BitSet();
        BitSet others = conflicts.get(register);
        for (int other = others.nextSetBit(0); other >= 0; other = others.nextSetBit(other + 1)) {
            if (colour[other] >= 0) {
                taken.set(colour[other]);
            }
        }
        for (int partner : partners.get(register)) {
            if (colour[partner] >= 0 && !taken.get(colour[partner])) {
                colour[register] = colour[partner];
                return;
            }
        }
        colour[register] = taken.nextClearBit(0);
    }

    private Operand operand(Operand operand) {
        return operand instanceof Register register ? register(register) : operand;
    }

    private Register register(Register register) {
        return Operand.register(colour[register.index()]);
    }
}
