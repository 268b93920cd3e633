package overtake.lift.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import overtake.program.Condition;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Register;
import overtake.program.Source;

/// A straight piece of code under construction, with its end. Registers are numbered freely; [ProgramBuilder] makes few of them.
/// A block is changed by its maker and then by the passes of this package.
public final class Block {
    /// An instruction and where it comes from.
    public record Row(Instruction instruction, Source source) {}

    /// How a block ends.
    public sealed interface End {
        /// Not ended yet.
        record Open() implements End {}

        record Goto(Block next) implements End {}

        record Test(Condition condition, Operand a, Operand b, Block ifTrue, Block ifFalse, Source source)
                implements End {}

        /// Ends the program: [Instruction.Halt] or [Instruction.Fail].
        record Stop(Instruction instruction, Source source) implements End {}
    }

    /// The value that the last row of this block puts on the operand stack of the source: the result of an inlined method, or one arm of a
    /// conditional expression.
    record Given(Register to, Operand value) {}

    private List<Row> rows = new ArrayList<>();
    private End end = new End.Open();
    private Source source = Source.of("");
    private Optional<Given> given = Optional.empty();

    /// Position in the reverse postorder of the graph that was made last.
    int number = -1;

    /// Empties the block, so that it can be made anew.
    public void clear() {
        rows.clear();
        end = new End.Open();
        given = Optional.empty();
    }

    public void add(Instruction instruction, Source source) {
        rows.add(new Row(instruction, source));
    }

    /// Where the block comes from, even if it is empty.
    public void source(Source newSource) {
        source = newSource;
    }

    Source source() {
        return source;
    }

    public void end(End newEnd) {
        end = newEnd;
    }

    public End end() {
        return end;
    }

    /// Says that the last row puts a value on the operand stack. A constant that comes so is control flow, see [GivenThreading].
    public void gives(Register to, Operand value) {
        given = Optional.of(new Given(to, value));
    }

    Optional<Given> given() {
        return given;
    }

    void given(Optional<Given> value) {
        given = value;
    }

    List<Row> rows() {
        return rows;
    }

    void rows(List<Row> newRows) {
        rows = newRows;
    }

    List<Block> successors() {
        return switch (end) {
            case End.Goto e -> List.of(e.next());
            case End.Test e -> List.of(e.ifFalse(), e.ifTrue());
            case End.Stop _ -> List.of();
            case End.Open _ -> throw new IllegalStateException("a block has no end: " + rows);
        };
    }

    /// Whether it only gives way to a violation.
    boolean fails() {
        return end instanceof End.Stop stop && stop.instruction() instanceof Instruction.Fail;
    }
}
