package overtake.lift.block;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import overtake.lift.block.Block.End;
import overtake.lift.block.Block.Given;
import overtake.lift.block.Block.Row;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Operand.Register;

/// Replaces registers by what was moved to them on every path, and operations on constants by their results. Only constants are
/// folded: `r & 0` and `r ^ r` keep their dependency, and what a branch says about a register is never used.
final class CopyPropagation {
    private final BlockGraph graph;
    private final int registers;
    private final List<Optional<Operand[]>> atEntry = new ArrayList<>();
    private boolean changed;

    private CopyPropagation(BlockGraph graph, int registers) {
        this.graph = graph;
        this.registers = registers;
    }

    /// @return whether anything changed
    static boolean run(BlockGraph graph, int registers) {
        CopyPropagation pass = new CopyPropagation(graph, registers);
        pass.analyse();
        graph.blocks().forEach(pass::rewrite);
        graph.refresh();
        return pass.changed;
    }

    private void analyse() {
        for (Block _ : graph.blocks()) {
            atEntry.add(Optional.empty());
        }
        Operand[] identity = new Operand[registers];
        for (int i = 0; i < registers; i++) {
            identity[i] = Operand.register(i);
        }
        atEntry.set(graph.entry().number, Optional.of(identity));
        Deque<Block> work = new ArrayDeque<>();
        work.add(graph.entry());
        while (!work.isEmpty()) {
            Block block = work.remove();
            Operand[] values = atEntry.get(block.number).orElseThrow().clone();
            block.rows().forEach(row -> step(values, row.instruction()));
            for (Block next : block.successors()) {
                if (meet(next, values)) {
                    work.add(next);
                }
            }
        }
    }

    private boolean meet(Block block, Operand[] values) {
        Optional<Operand[]> old = atEntry.get(block.number);
        if (old.isEmpty()) {
            atEntry.set(block.number, Optional.of(values.clone()));
            return true;
        }
        Operand[] merged = old.get();
        boolean lost = false;
        for (int i = 0; i < registers; i++) {
            if (!merged[i].equals(values[i]) && !isSelf(merged, i)) {
                merged[i] = Operand.register(i);
                lost = true;
            }
        }
        return lost;
    }

    private static boolean isSelf(Operand[] values, int i) {
        return values[i] instanceof Register register && register.index() == i;
    }

    private static Operand value(Operand[] values, Operand operand) {
        return operand instanceof Register register ? values[register.index()] : operand;
    }

    private static void step(Operand[] values, Instruction instruction) {
        Optional<Register> to = instruction.definition();
        if (to.isEmpty()) {
            return;
        }
        Operand known = instruction instanceof Instruction.Move move ? value(values, move.from()) : to.get();
        for (int i = 0; i < values.length; i++) {
            if (values[i].equals(to.get())) {
                values[i] = Operand.register(i);
            }
        }
        values[to.get().index()] = known;
    }

    private void rewrite(Block block) {
        Operand[] values = atEntry.get(block.number).orElseThrow();
        List<Row> rows = new ArrayList<>();
        for (Row row : block.rows()) {
            Instruction better = fold(row.instruction().rewrite(o -> value(values, o), r -> r));
            changed |= !better.equals(row.instruction());
            step(values, better);
            if (!(better instanceof Instruction.Move move && move.from().equals(move.to()))) {
                rows.add(new Row(better, row.source()));
            }
        }
        block.rows(rows);
        block.given(block.given().map(r -> new Given(r.to(), value(values, r.to()))));
        if (block.end() instanceof End.Test test) {
            End better = decide(new End.Test(
                    test.condition(),
                    value(values, test.a()),
                    value(values, test.b()),
                    test.ifTrue(),
                    test.ifFalse(),
                    test.source()));
            changed |= !better.equals(test);
            block.end(better);
        }
    }

    /// The same instruction, or a move if its result is a constant.
    static Instruction fold(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Alu(Register to, var operation, Constant a, Constant b) ->
                new Instruction.Move(to, Operand.constant(operation.apply(a.value(), b.value())));
            case Instruction.SetCondition(Register to, var condition, Constant a, Constant b) ->
                new Instruction.Move(to, Operand.constant(condition.test(a.value(), b.value()) ? 1 : 0));
            case Instruction.Select(Register to, var condition, Constant a, Constant b, Operand yes, Operand no) ->
                new Instruction.Move(to, condition.test(a.value(), b.value()) ? yes : no);
            default -> instruction;
        };
    }

    /// The same end, or a jump if it compares constants.
    static End decide(End.Test test) {
        if (test.a() instanceof Constant a && test.b() instanceof Constant b) {
            return new End.Goto(test.condition().test(a.value(), b.value()) ? test.ifTrue() : test.ifFalse());
        }
        return test;
    }

    /// The values of the registers after these rows, if a block begins with them.
    static Operand[] after(Operand[] values, List<Row> rows) {
        Operand[] result = Arrays.copyOf(values, values.length);
        rows.forEach(row -> step(result, fold(row.instruction().rewrite(o -> value(result, o), r -> r))));
        return result;
    }
}
