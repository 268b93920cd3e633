package overtake.lift.block;

import java.util.ArrayList;
import java.util.List;
import overtake.lift.block.Block.End;
import overtake.lift.block.Block.Row;

/// Removes empty blocks and tests without a choice, and joins blocks that follow one another. A test whose both ways lead to the
/// same place orders nothing, so that nothing is lost with it.
final class Straightening {
    private Straightening() {}

    /// @return whether anything changed
    static boolean run(BlockGraph graph) {
        boolean changed = false;
        for (Block block : graph.blocks()) {
            End shorter = shorter(block.end());
            changed |= !shorter.equals(block.end());
            block.end(shorter);
        }
        graph.entry(target(graph.entry()));
        graph.refresh();
        for (Block block : graph.blocks()) {
            changed |= join(graph, block);
        }
        graph.refresh();
        return changed;
    }

    private static End shorter(End end) {
        return switch (end) {
            case End.Goto e -> new End.Goto(target(e.next()));
            case End.Test e -> {
                Block ifTrue = target(e.ifTrue());
                Block ifFalse = target(e.ifFalse());
                yield ifTrue == ifFalse
                        ? new End.Goto(ifTrue)
                        : new End.Test(e.condition(), e.a(), e.b(), ifTrue, ifFalse, e.source());
            }
            case End.Stop _, End.Open _ -> end;
        };
    }

    /// The first block from here that does something; a loop of empty blocks is left as it is.
    private static Block target(Block block) {
        Block at = block;
        for (int steps = 0; steps < 10_000; steps++) {
            if (!at.rows().isEmpty() || !(at.end() instanceof End.Goto step)) {
                return at;
            }
            at = step.next();
        }
        return block;
    }

    private static boolean join(BlockGraph graph, Block block) {
        boolean changed = false;
        while (block.end() instanceof End.Goto step
                && step.next() != block
                && step.next() != graph.entry()
                && graph.predecessors(step.next()).size() == 1) {
            Block next = step.next();
            List<Row> rows = new ArrayList<>(block.rows());
            rows.addAll(next.rows());
            block.rows(rows);
            if (!next.rows().isEmpty()) {
                block.given(next.given());
            }
            block.end(next.end());
            next.rows(List.of());
            next.end(new End.Goto(next));
            changed = true;
        }
        return changed;
    }
}
