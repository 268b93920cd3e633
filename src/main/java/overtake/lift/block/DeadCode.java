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

/// Removes computations whose result nobody reads. A load stays: it is an event of the memory model, whatever becomes of its value.
final class DeadCode {
    private DeadCode() {}

    /// @return whether anything changed
    static boolean run(BlockGraph graph) {
        boolean changed = false;
        List<BitSet> ends = graph.liveAfterRows();
        for (Block block : graph.blocks()) {
            BitSet live = ends.get(block.number);
            List<Row> kept = new ArrayList<>();
            for (Row row : block.rows().reversed()) {
                Optional<Register> to = row.instruction().definition();
                if (to.isPresent() && !live.get(to.get().index()) && isRemovable(row.instruction())) {
                    changed = true;
                    continue;
                }
                Liveness.apply(row.instruction(), live);
                kept.add(row);
            }
            block.rows(new ArrayList<>(kept.reversed()));
        }
        return changed;
    }

    private static boolean isRemovable(Instruction instruction) {
        return switch (instruction) {
            // Following a pointer that is null for certain is a fault, whatever is read.
            case Instruction.Lookup lookup -> !lookup.base().equals(Operand.constant(0));
            case Instruction.Move _,
                    Instruction.Alu _,
                    Instruction.SetCondition _,
                    Instruction.Select _,
                    Instruction.Ghost _,
                    Instruction.GhostHeld _,
                    Instruction.GhostAllocated _ ->
                true;
            default -> false;
        };
    }
}
