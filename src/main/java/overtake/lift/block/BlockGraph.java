package overtake.lift.block;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import overtake.lift.block.Block.End;
import overtake.lift.block.Block.Row;
import overtake.program.Operand;
import overtake.program.Operand.Register;

/// The blocks that can be reached from an entry, in reverse postorder. The order depends on the code alone.
final class BlockGraph {
    private Block entry;
    private List<Block> blocks = List.of();
    private List<List<Block>> predecessors = List.of();

    BlockGraph(Block entry) {
        this.entry = entry;
        refresh();
    }

    Block entry() {
        return entry;
    }

    void entry(Block newEntry) {
        entry = newEntry;
    }

    List<Block> blocks() {
        return blocks;
    }

    List<Block> predecessors(Block block) {
        return predecessors.get(block.number);
    }

    /// Finds blocks, order and predecessors anew after ends have changed.
    void refresh() {
        for (Block block : blocks) {
            block.number = -1;
        }
        List<Block> postorder = new ArrayList<>();
        Deque<Block> path = new ArrayDeque<>();
        Deque<Iterator<Block>> rest = new ArrayDeque<>();
        entry.number = 0;
        path.push(entry);
        rest.push(entry.successors().iterator());
        while (!path.isEmpty()) {
            if (!rest.element().hasNext()) {
                rest.pop();
                postorder.add(path.pop());
                continue;
            }
            Block next = rest.element().next();
            if (next.number < 0) {
                next.number = 0;
                path.push(next);
                rest.push(next.successors().iterator());
            }
        }
        blocks = postorder.reversed();
        number();
    }

    private void number() {
        List<List<Block>> lists = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).number = i;
            lists.add(new ArrayList<>());
        }
        for (Block block : blocks) {
            for (Block next : block.successors()) {
                lists.get(next.number).add(block);
            }
        }
        predecessors = lists;
    }

    /// Numbers the registers in use densely, in order of appearance.
    ///
    /// @return how many there are
    int renumber() {
        Renumbering renumbering = new Renumbering();
        rewrite(renumbering::operand, renumbering::register);
        return renumbering.count;
    }

    void rewrite(UnaryOperator<Operand> use, UnaryOperator<Register> define) {
        for (Block block : blocks) {
            List<Row> rows = new ArrayList<>();
            for (Row row : block.rows()) {
                rows.add(new Row(row.instruction().rewrite(use, define), row.source()));
            }
            block.rows(rows);
            if (block.end() instanceof End.Test t) {
                block.end(new End.Test(
                        t.condition(), use.apply(t.a()), use.apply(t.b()), t.ifTrue(), t.ifFalse(), t.source()));
            }
            block.given(
                    block.given().map(r -> new Block.Given(define.apply(r.to()), use.apply(r.value()))));
        }
    }

    /// The registers live after the last row of each block, those that its end reads included.
    List<BitSet> liveAfterRows() {
        List<BitSet> in = new ArrayList<>();
        List<BitSet> out = new ArrayList<>();
        for (Block _ : blocks) {
            in.add(new BitSet());
            out.add(new BitSet());
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block block : blocks.reversed()) {
                BitSet live = new BitSet();
                block.successors().forEach(next -> live.or(in.get(next.number)));
                endUses(block, live);
                out.set(block.number, (BitSet) live.clone());
                for (Row row : block.rows().reversed()) {
                    overtake.program.Liveness.apply(row.instruction(), live);
                }
                changed |= !live.equals(in.get(block.number));
                in.set(block.number, live);
            }
        }
        return out;
    }

    private static void endUses(Block block, BitSet live) {
        if (block.end() instanceof End.Test test) {
            for (Operand operand : List.of(test.a(), test.b())) {
                if (operand instanceof Register register) {
                    live.set(register.index());
                }
            }
        }
    }

    private static final class Renumbering {
        private final List<Integer> numbers = new ArrayList<>();
        private int count;

        Operand operand(Operand operand) {
            return operand instanceof Register register ? register(register) : operand;
        }

        Register register(Register register) {
            while (numbers.size() <= register.index()) {
                numbers.add(-1);
            }
            if (numbers.get(register.index()) < 0) {
                numbers.set(register.index(), count++);
            }
            return Operand.register(numbers.get(register.index()));
        }
    }
}
