package overtake.program.edit;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import overtake.program.CellType;
import overtake.program.Condition;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Program;
import overtake.program.World;

/// Instructions as text, with the names of cells, locks, domains and pools: `r0 = load once gpc.valid`.
final class InstructionText {
    private final World world;
    private final Program program;

    InstructionText(World world, Program program) {
        this.world = world;
        this.program = program;
    }

    String of(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Move i -> i.to() + " = " + i.from();
            case Instruction.Alu i -> i.to() + " = " + i.a() + " " + i.operation().symbol() + " " + i.b();
            case Instruction.SetCondition i -> i.to() + " = " + condition(i.condition(), i.a(), i.b());
            case Instruction.Select i ->
                i.to() + " = " + condition(i.condition(), i.a(), i.b()) + " ? " + i.ifTrue() + " : " + i.ifFalse();
            case Instruction.Lookup i -> i.to() + " = constants[" + i.base() + " + " + i.offset() + "]";
            case Instruction.Branch i ->
                "if " + condition(i.condition(), i.a(), i.b()) + " goto " + i.target()
                        + i.join().map(j -> " (join " + j + ")").orElse(" (no join)");
            case Instruction.Jump i -> "goto " + i.target();
            case Instruction.Halt _ -> "halt";
            case Instruction.Fail i -> "fail \"" + i.property() + "\"";
            case Instruction.Check i ->
                switch (i.kind()) {
                    case WARN_ON -> "warn if ";
                    case BUG_ON -> "bug if ";
                    case ENSURE -> "ensure ";
                } + i.value() + " \"" + i.property() + "\"";
            case Instruction.Observe i -> "observe " + program.observations().get(i.slot()) + " = " + i.value();
            case Instruction.InterruptDisable i -> i.delta() > 0 ? "irq disable" : "irq enable";
            case Instruction.Fence i -> i.kind().kernelName();
            case Instruction.Yield _ -> "yield";
            case Instruction.Choose i -> i.to() + " = choose " + i.bound();
            case Instruction.Allocate i -> i.to() + " = alloc " + world.pools().get(i.pool()).name();
            case Instruction.Free i -> "free " + object(i.object());
            case Instruction.GhostAllocated i -> i.to() + " = ghost allocated " + object(i.object());
            case Instruction.GhostLine i ->
                i.to() + " = " + i.question().spelling() + " " + line(i.line(), i.candidates());
            case Instruction.Line i ->
                i.to().map(to -> to + " = ").orElse("") + i.operation().spelling() + " "
                        + line(i.line(), i.candidates()) + (i.operation().writes() ? " = " + i.value() : "");
            case Instruction.ReadSideLock i ->
                i.to().map(to -> to + " = ").orElse("") + "read-side lock " + domain(i.domain());
            case Instruction.ReadSideUnlock i -> "read-side unlock " + domain(i.domain());
            case Instruction.Synchronize i -> "synchronize " + domain(i.domain());
            case Instruction.Load _, Instruction.Store _, Instruction.Rmw _, Instruction.Ghost _ -> access(instruction);
            case Instruction.Lock _,
                    Instruction.Unlock _,
                    Instruction.TryLock _,
                    Instruction.IsLocked _,
                    Instruction.AssertHeld _,
                    Instruction.GhostHeld _ ->
                lock(instruction);
        };
    }

    private String access(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Load i -> i.to() + " = load " + name(i.ordering()) + " " + cell(i.cell(), i.candidates());
            case Instruction.Ghost i -> i.to() + " = ghost " + cell(i.cell(), i.candidates());
            case Instruction.Store i ->
                "store " + name(i.ordering()) + " " + cell(i.cell(), i.candidates()) + " = "
                        + value(i.cell(), i.value());
            case Instruction.Rmw i ->
                i.to().map(to -> to + " = ").orElse("")
                        + "rmw " + name(i.ordering()) + " "
                        + i.operation().name().toLowerCase(java.util.Locale.ROOT) + " "
                        + cell(i.cell(), i.candidates()) + ", " + i.value()
                        + switch (i.operation()) {
                            case COMPARE_EXCHANGE -> " if " + i.compare();
                            case ADD_UNLESS -> " unless " + i.compare();
                            case EXCHANGE, ADD, AND, OR, XOR, AND_NOT -> "";
                        };
            default -> throw new IllegalStateException("not an access: " + instruction);
        };
    }

    private String lock(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Lock i -> "lock " + name(i.mode()) + " " + lock(i.lock(), i.candidates());
            case Instruction.Unlock i -> "unlock " + name(i.mode()) + " " + lock(i.lock(), i.candidates());
            case Instruction.TryLock i ->
                i.to() + " = trylock " + name(i.mode()) + " " + lock(i.lock(), i.candidates());
            case Instruction.IsLocked i -> i.to() + " = is locked " + lock(i.lock(), i.candidates());
            case Instruction.AssertHeld i -> "assert held" + mode(i.mode()) + " " + lock(i.lock(), i.candidates());
            case Instruction.GhostHeld i ->
                i.to() + " = ghost held" + mode(i.mode()) + " " + lock(i.lock(), i.candidates());
            default -> throw new IllegalStateException("not about locks: " + instruction);
        };
    }

    private static String mode(Optional<LockMode> mode) {
        return mode.map(m -> " " + name(m)).orElse("");
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String condition(Condition condition, Operand a, Operand b) {
        return a + " " + condition.symbol() + " " + b;
    }

    private String cell(Operand cell, List<Integer> candidates) {
        return located(cell, candidates, i -> world.cells().get(i).name());
    }

    private String lock(Operand lock, List<Integer> candidates) {
        return located(lock, candidates, i -> world.locks().get(i).name());
    }

    private String line(Operand line, List<Integer> candidates) {
        return located(line, candidates, i -> world.lines().get(i).name());
    }

    private String domain(Operand domain) {
        return located(domain, List.of(), i -> world.domains().get(i).name());
    }

    private static String located(Operand place, List<Integer> candidates, IntFunction<String> name) {
        return place instanceof Constant(int value)
                ? name.apply(value)
                : "[" + place + "]"
                        + (candidates.isEmpty()
                                ? ""
                                : candidates.stream().map(name::apply).collect(Collectors.joining(", ", "{", "}")));
    }

    private String object(Operand object) {
        return object instanceof Constant(int handle) ? world.show(CellType.REFERENCE, handle) : object.toString();
    }

    /// A stored constant as the cell shows it.
    private String value(Operand cell, Operand value) {
        return cell instanceof Constant(int number) && value instanceof Constant(int constant)
                ? world.show(world.cells().get(number).type(), constant)
                : value.toString();
    }
}
