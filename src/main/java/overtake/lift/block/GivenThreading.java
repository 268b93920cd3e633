package overtake.lift.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import overtake.lift.block.Block.End;
import overtake.lift.block.Block.Given;
import overtake.lift.block.Block.Row;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Operand.Register;

/// Lets a constant that is given on the operand stack go straight to where the test of it would lead: the result of an inlined method, or an
/// arm of a conditional expression. A `return true` is control flow: a reader of `if (READ_ONCE(x)) return true; return false;` in a
/// helper, and of `if (helper())` in its caller, expects the control dependency that `if (READ_ONCE(x))` in the caller would have; the same
/// goes for `if (both())` where the helper says `return x && y`. A constant that is assigned to a variable is data, and a test of that
/// variable depends on nothing: it is left alone.
final class GivenThreading {
    /// Rows of the caller that may be copied to get past its test.
    private static final int MOST_ROWS = 6;

    private GivenThreading() {}

    /// @return whether anything changed
    static boolean run(BlockGraph graph, int registers) {
        boolean changed = false;
        for (Block block : graph.blocks()) {
            changed |= thread(block, registers);
        }
        graph.refresh();
        return changed;
    }

    private static boolean thread(Block block, int registers) {
        if (block.given().isEmpty()
                || !(block.given().get().value() instanceof Constant constant)
                || !(block.end() instanceof End.Goto step)
                || step.next() == block
                || step.next().rows().size() > MOST_ROWS
                || !step.next().rows().stream().allMatch(row -> mayCopy(row.instruction()))) {
            return false;
        }
        Block next = step.next();
        Operand[] values = new Operand[registers];
        for (int i = 0; i < registers; i++) {
            values[i] = Operand.register(i);
        }
        values[block.given().get().to().index()] = constant;
        Operand[] after = CopyPropagation.after(values, next.rows());
        if (next.end() instanceof End.Test test) {
            End decided = CopyPropagation.decide(new End.Test(
                    test.condition(),
                    value(after, test.a()),
                    value(after, test.b()),
                    test.ifTrue(),
                    test.ifFalse(),
                    test.source()));
            if (decided instanceof End.Goto) {
                extend(block, next.rows(), decided, Optional.empty());
                return true;
            }
        }
        return threadOn(block, next, after);
    }

    /// The caller may itself only pass the value on.
    private static boolean threadOn(Block block, Block next, Operand[] after) {
        if (next.given().isEmpty() || !(next.end() instanceof End.Goto)) {
            return false;
        }
        Register to = next.given().get().to();
        if (!(after[to.index()] instanceof Constant constant)) {
            return false;
        }
        extend(block, next.rows(), next.end(), Optional.of(new Given(to, constant)));
        return true;
    }

    private static Operand value(Operand[] values, Operand operand) {
        return operand instanceof Register register ? values[register.index()] : operand;
    }

    private static void extend(Block block, List<Row> more, End end, Optional<Given> given) {
        List<Row> rows = new ArrayList<>(block.rows());
        rows.addAll(more);
        block.rows(rows);
        block.end(end);
        block.given(given);
    }

    private static boolean mayCopy(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Move _,
                    Instruction.Alu _,
                    Instruction.SetCondition _,
                    Instruction.Select _,
                    Instruction.Check _ ->
                true;
            default -> false;
        };
    }
}
