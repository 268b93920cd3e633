package overtake.lift.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import overtake.lift.block.Block.End;
import overtake.lift.block.Block.Row;
import overtake.program.Condition;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Operand.Register;

/// Lets a test of a comparison's result do the comparison itself: `r = a < b; if (r != 0)` becomes `r = a < b; if (a < b)`.
/// The dependencies are those on `a` and `b` either way.
final class ConditionFusion {
    private record Comparison(Condition condition, Operand a, Operand b) {}

    private ConditionFusion() {}

    /// @return whether anything changed
    static boolean run(BlockGraph graph) {
        boolean changed = false;
        for (Block block : graph.blocks()) {
            List<Row> rows = new ArrayList<>();
            for (Row row : block.rows()) {
                Row better = new Row(fuse(row.instruction(), rows), row.source());
                changed |= !better.equals(row);
                rows.add(better);
            }
            block.rows(rows);
            if (block.end() instanceof End.Test test) {
                Optional<Comparison> found = find(rows, test.condition(), test.a(), test.b());
                changed |= found.isPresent();
                found.ifPresent(c -> block.end(
                        new End.Test(c.condition(), c.a(), c.b(), test.ifTrue(), test.ifFalse(), test.source())));
            }
        }
        return changed;
    }

    private static Instruction fuse(Instruction instruction, List<Row> before) {
        return switch (instruction) {
            case Instruction.SetCondition i ->
                find(before, i.condition(), i.a(), i.b())
                        .<Instruction>map(c -> new Instruction.SetCondition(i.to(), c.condition(), c.a(), c.b()))
                        .orElse(i);
            case Instruction.Select i ->
                find(before, i.condition(), i.a(), i.b())
                        .<Instruction>map(c -> new Instruction.Select(i.to(), c.condition(), c.a(), c.b(), i.ifTrue(),
                                i.ifFalse()))
                        .orElse(i);
            default -> instruction;
        };
    }

    /// The comparison that gave `a`, negated if `condition` asks whether `a` is zero.
    private static Optional<Comparison> find(List<Row> before, Condition condition, Operand a, Operand b) {
        boolean asksForZero = condition == Condition.EQ;
        if (!asksForZero && condition != Condition.NE
                || !(a instanceof Register result)
                || !(b instanceof Constant zero)
                || zero.value() != 0) {
            return Optional.empty();
        }
        List<Register> overwritten = new ArrayList<>();
        for (Row row : before.reversed()) {
            Optional<Register> to = row.instruction().definition();
            to.ifPresent(overwritten::add);
            if (to.isPresent() && to.get().equals(result)) {
                if (row.instruction() instanceof Instruction.SetCondition set
                        && !overwritten.contains(set.a())
                        && !overwritten.contains(set.b())) {
                    Condition same = set.condition();
                    return Optional.of(new Comparison(asksForZero ? same.negate() : same, set.a(), set.b()));
                }
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
