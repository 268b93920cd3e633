package overtake.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import overtake.machine.EventKind;
import overtake.machine.Fault;
import overtake.machine.FaultKind;
import overtake.machine.Journal;
import overtake.program.Cell;
import overtake.program.CellType;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.RmwOperation;
import overtake.program.Source;
import overtake.program.World;

/// Makes a [Trace] of the events of one run. It keeps, for each agent, which lines are still travelling, so that it can say what a later
/// operation overtakes and which line a delivery belongs to.
public final class TraceRecorder implements Journal {
    private static final String UNDONE = " (undone)";

    private final World world;
    private final List<TraceLine> lines = new ArrayList<>();
    private final Coherence coherence = new Coherence();
    private final List<Deque<Travelling>> travelling = new ArrayList<>();
    private final Lines cacheLines;

    /// A line whose operation still travels, with its cell if it is a store, else -1.
    private record Travelling(TraceLine line, int cell) {}

    public TraceRecorder(World world) {
        this.world = world;
        cacheLines = new Lines(world);
        world.programs().forEach(_ -> travelling.add(new ArrayDeque<>()));
    }

    /// How many lines there are so far.
    public int size() {
        return lines.size();
    }

    /// Who holds what of each cache line now: `page.line: memory 1, cache 2 dirty`.
    public List<String> cacheLines() {
        return cacheLines.all();
    }

    /// The trace so far; `fault` becomes its last line.
    public Trace trace(java.util.Optional<Fault> fault) {
        List<TraceLine> all = new ArrayList<>(lines);
        fault.ifPresent(f -> all.add(line(f)));
        return new Trace(world.programs().stream().map(Program::agent).toList(), all);
    }

    @Override
    public void event(EventKind kind, int agent, int pc, int target, int value) {
        Deque<Travelling> inFlight = travelling.get(agent);
        switch (kind) {
            case DELIVER -> {
                TraceLine sent = inFlight.removeFirst().line();
                add(agent, kind, sent.site(), "deliver " + sent.text(), sent.file(), sent.line(), List.of(sent.n()));
            }
            case INTERRUPT -> add(agent, kind, "", "interrupt", "", 0, List.of());
            case SEND -> {
                add(agent, kind, pc, operation(agent, pc, target, value), List.of());
                boolean store = instruction(agent, pc) instanceof Instruction.Store;
                inFlight.addLast(new Travelling(lines.getLast(), store ? target : -1));
            }
            case PERFORM, GRANT -> perform(kind, agent, pc, target, value);
            case WAIT -> add(agent, kind, pc, source(agent, pc).operation() + " waits", List.of());
            case FENCE -> add(agent, kind, pc, source(agent, pc).operation(), List.of());
            case RETURN -> add(agent, kind, pc, "return from interrupt", List.of());
            case END -> add(agent, kind, pc, "end", List.of());
            case OVERTAKE -> coherence.overtakes(agent, pc);
            case PLACE -> coherence.placed(agent, pc, target, value);
            case LEARN -> learn(agent, coherence.delivered(agent, target, value));
            case UNDO -> coherence.undone(agent, pc, target, value).ifPresent(this::undo);
            case GUESS -> add(agent, kind, pc, guess(agent, pc, value), List.of());
            case SQUASH -> add(agent, kind, pc, "the branch was guessed wrongly", List.of());
            case BOUND -> add(agent, kind, pc, "store channel full (a bound)", List.of());
        }
    }

    /// A store of another agent reaches this one.
    private void learn(int agent, List<Integer> delivered) {
        if (!delivered.isEmpty()) {
            TraceLine line = lines.get(delivered.getFirst() - 1);
            add(agent, EventKind.LEARN, line.site(), "sees " + line.text(), line.file(), line.line(), delivered);
        }
    }

    private void undo(int line) {
        TraceLine old = lines.get(line - 1);
        String text = old.text().endsWith(UNDONE) ? old.text() : old.text() + UNDONE;
        lines.set(line - 1, new TraceLine(
                old.n(), old.agent(), old.kind(), old.site(), text, old.file(), old.line(), old.overtakes(), false));
    }

    private String guess(int agent, int pc, int value) {
        return instruction(agent, pc) instanceof Instruction.Branch
                ? "guesses that the branch is " + (value == 0 ? "not taken" : "taken")
                : "assumes that " + source(agent, pc).operation() + (value == 0 ? " will fail" : " will succeed");
    }

    /// A load overtakes what travels, but for a store to its own cell: from the newest of those it takes its value.
    private void perform(EventKind kind, int agent, int pc, int target, int value) {
        int cell = instruction(agent, pc) instanceof Instruction.Load ? target : -1;
        List<Integer> overtakes = new ArrayList<>();
        String from = "";
        for (Travelling sent : travelling.get(agent)) {
            if (cell >= 0 && sent.cell() == cell) {
                from = " (from #" + sent.line().n() + ")";
            } else {
                overtakes.add(sent.line().n());
            }
        }
        add(agent, kind, pc, operation(agent, pc, target, value) + from, overtakes);
    }

    private void add(int agent, EventKind kind, int pc, String text, List<Integer> overtakes) {
        Source source = source(agent, pc);
        add(agent, kind, source.site(), text, source.file(), source.line(), overtakes);
        if (kind == EventKind.PERFORM || kind == EventKind.FENCE || kind == EventKind.GRANT) {
            int n = lines.size();
            coherence.performed(agent, pc, n).forEach(earlier -> overtook(earlier, n));
        }
    }

    /// A line was performed although an operation earlier in program order was not, which is performed only now.
    private void overtook(int later, int earlier) {
        TraceLine line = lines.get(later - 1);
        List<Integer> overtakes = new ArrayList<>(line.overtakes());
        overtakes.add(earlier);
        lines.set(
                later - 1,
                new TraceLine(
                        line.n(),
                        line.agent(),
                        line.kind(),
                        line.site(),
                        line.text(),
                        line.file(),
                        line.line(),
                        overtakes,
                        line.fault()));
    }

    private void add(
            int agent, EventKind kind, String site, String text, String file, int line, List<Integer> overtakes) {
        String name = world.programs().get(agent).agent();
        lines.add(new TraceLine(lines.size() + 1, name, kind, site, text, file, line, overtakes, false));
    }

    private TraceLine line(Fault fault) {
        int n = lines.size() + 1;
        if (fault.agent() < 0) {
            String text = switch (fault.kind()) {
                case INVARIANT -> "invariant " + fault.property() + " is broken";
                case STARVATION -> "bound " + fault.property() + " is exceeded";
                default -> fault.property();
            };
            return new TraceLine(n, "", EventKind.END, "", text, "", 0, List.of(), true);
        }
        Source source = source(fault.agent(), fault.pc());
        String agent = world.programs().get(fault.agent()).agent();
        boolean named = fault.kind() == FaultKind.CHECK || source.operation().isEmpty();
        String text = named ? fault.property() : fault.property() + ": " + source.operation();
        return new TraceLine(n, agent, EventKind.END, source.site(), text, source.file(), source.line(), List.of(),
                true);
    }

    private Source source(int agent, int pc) {
        return world.programs().get(agent).sourceAt(pc);
    }

    private Instruction instruction(int agent, int pc) {
        return world.programs().get(agent).instructionAt(pc);
    }

    private String operation(int agent, int pc, int target, int value) {
        String operation = source(agent, pc).operation();
        return switch (instruction(agent, pc)) {
            case Instruction.Load _ -> operation + " = " + show(target, value);
            case Instruction.Store _ -> operation + " := " + show(target, value);
            case Instruction.Rmw i -> operation + " (was " + show(target, value) + change(i) + ")";
            case Instruction.Allocate _ -> operation + " = " + world.show(CellType.REFERENCE, value);
            case Instruction.Free _ -> operation + " " + world.show(CellType.REFERENCE, target);
            case Instruction.Choose _ -> operation + " = " + value;
            case Instruction.Line i -> operation + cacheLines.after(agent, i, target, value);
            case Instruction.IsLocked _ -> operation + " = " + value;
            case Instruction.TryLock _ -> operation + (value == 0 ? " fails" : " succeeds");
            default -> operation;
        };
    }

    private static String change(Instruction.Rmw rmw) {
        return rmw.operation() == RmwOperation.ADD
                && rmw.value() instanceof overtake.program.Operand.Constant constant
                        ? (constant.value() >= 0 ? ", +" : ", ") + constant.value()
                        : "";
    }

    private String show(int cell, int value) {
        Cell c = world.cells().get(cell);
        return world.show(c.type(), value);
    }
}
