package overtake.lift;

import java.util.Map;
import java.util.TreeMap;
import overtake.program.Cell;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Operand.Register;
import overtake.program.Program;
import overtake.program.World;

/// Runs one program alone, one instruction after another, as far as arithmetic, control flow and fields go.
final class SequentialRun {
    private static final int MOST_STEPS = 1_000_000;

    private final World world;
    private final int[] registers;
    private final int[] memory;

    private SequentialRun(World world, Program program) {
        this.world = world;
        registers = new int[program.registers()];
        memory = world.cells().stream().mapToInt(Cell::initial).toArray();
    }

    /// The cells of the world at its start, by name.
    static Map<String, String> start(World world) {
        return new SequentialRun(world, world.programs().getFirst()).cells();
    }

    /// The cells after the first agent has run, by name.
    static Map<String, String> end(World world) {
        Program program = world.programs().getFirst();
        SequentialRun run = new SequentialRun(world, program);
        int pc = 0;
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            switch (program.instructions().get(pc)) {
                case Instruction.Halt _ -> {
                    return run.cells();
                }
                case Instruction.Fail fail -> throw new AssertionError(fail.property());
                case Instruction.Jump jump -> pc = jump.target();
                case Instruction.Branch b -> {
                    boolean holds = b.condition().test(run.value(b.a()), run.value(b.b()));
                    pc = holds ? b.target() : pc + 1;
                }
                case Instruction straight -> {
                    run.execute(straight);
                    pc++;
                }
            }
        }
        throw new AssertionError("no end");
    }

    private Map<String, String> cells() {
        Map<String, String> result = new TreeMap<>();
        for (int i = 0; i < memory.length; i++) {
            Cell cell = world.cells().get(i);
            result.put(cell.name(), world.show(cell.type(), memory[i]));
        }
        return result;
    }

    private int value(Operand operand) {
        return switch (operand) {
            case Register register -> registers[register.index()];
            case Constant constant -> constant.value();
        };
    }

    private void set(Register register, int value) {
        registers[register.index()] = value;
    }

    private void execute(Instruction instruction) {
        switch (instruction) {
            case Instruction.Move i -> set(i.to(), value(i.from()));
            case Instruction.Alu i -> set(i.to(), i.operation().apply(value(i.a()), value(i.b())));
            case Instruction.SetCondition i ->
                set(i.to(), i.condition().test(value(i.a()), value(i.b())) ? 1 : 0);
            case Instruction.Select i ->
                set(i.to(), value(i.condition().test(value(i.a()), value(i.b())) ? i.ifTrue() : i.ifFalse()));
            case Instruction.Lookup i -> {
                if (value(i.base()) == 0) {
                    throw new AssertionError("null dereference");
                }
                set(i.to(), world.constants().get(value(i.base()) + i.offset()));
            }
            case Instruction.Load i -> set(i.to(), memory[value(i.cell())]);
            case Instruction.Store i -> memory[value(i.cell())] = value(i.value());
            case Instruction.Check i -> {
                if (i.kind().brokenBy(value(i.value()))) {
                    throw new AssertionError(i.property());
                }
            }
            default -> throw new AssertionError("not sequential: " + instruction);
        }
    }
}
