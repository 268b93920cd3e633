package overtake.support;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import overtake.program.Cell;
import overtake.program.CellType;
import overtake.program.DomainInfo;
import overtake.program.FenceKind;
import overtake.program.Instruction;
import overtake.program.LockInfo;
import overtake.program.LockKind;
import overtake.program.LockMode;
import overtake.program.Operand;
import overtake.program.Operand.Register;
import overtake.program.Ordering;
import overtake.program.Program;
import overtake.program.RmwOperation;
import overtake.program.Source;
import overtake.program.World;

/// Makes small worlds from a line of words for each operation: `w x 1`, `r x r0`, `mb`, `wmb`, `rmb`, `acq x r0`, `rel x 1`, `xchg x 1
/// r0`, `inc x`, `lock s`, `unlock s`, `rcu`, `rcu!`, `sync`. Cells are named by a letter and start at 0; registers are observed.
public final class LitmusShapes {
    private final String name;
    private final List<Program> programs = new ArrayList<>();
    private final Map<String, Integer> cells = new LinkedHashMap<>();
    private final Map<String, Integer> locks = new LinkedHashMap<>();
    private final Map<String, LockKind> kinds = new LinkedHashMap<>();

    private LitmusShapes(String name) {
        this.name = name;
    }

    public static LitmusShapes named(String name) {
        return new LitmusShapes(name);
    }

    /// The kind of a lock that operations name; a spinlock unless said.
    public LitmusShapes lock(String lock, LockKind kind) {
        kinds.put(lock, kind);
        return this;
    }

    public LitmusShapes thread(String... operations) {
        List<Instruction> instructions = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        List<String> observed = new ArrayList<>();
        String agent = Integer.toString(programs.size());
        for (String operation : operations) {
            instructions.addAll(parse(operation.split(" "), observed));
            while (sources.size() < instructions.size()) {
                sources.add(Source.of("P" + agent + "/" + operation));
            }
        }
        for (int i = 0; i < observed.size(); i++) {
            instructions.add(new Instruction.Observe(i, new Register(i)));
            sources.add(Source.of("P" + agent + "/observe"));
        }
        instructions.add(new Instruction.Halt());
        sources.add(Source.of("P" + agent + "/end"));
        programs.add(new Program(agent, instructions, sources, observed.size(), observed, Optional.empty()));
        return this;
    }

    private List<Instruction> parse(String[] words, List<String> observed) {
        String last = words[words.length - 1];
        return switch (words[0]) {
            case "w" -> List.of(store(words, Ordering.ONCE));
            case "rel" -> List.of(store(words, Ordering.RELEASE));
            case "r" ->
                List.of(new Instruction.Load(register(last, observed), cell(words[1]), Ordering.ONCE, List.of()));
            case "acq" ->
                List.of(new Instruction.Load(register(last, observed), cell(words[1]), Ordering.ACQUIRE, List.of()));
            case "xchg" ->
                List.of(rmw(Optional.of(register(last, observed)), words[1], RmwOperation.EXCHANGE, words[2]));
            case "inc" -> List.of(rmw(Optional.empty(), words[1], RmwOperation.ADD, "1"));
            case "mb" -> List.of(new Instruction.Fence(FenceKind.SMP_MB));
            case "wmb" -> List.of(new Instruction.Fence(FenceKind.SMP_WMB));
            case "rmb" -> List.of(new Instruction.Fence(FenceKind.SMP_RMB));
            case "lock" -> List.of(new Instruction.Lock(lock(words[1]), mode(words), List.of()));
            case "unlock" -> List.of(new Instruction.Unlock(lock(words[1]), mode(words), List.of()));
            case "rcu" -> List.of(new Instruction.ReadSideLock(Operand.constant(0)));
            case "rcu!" -> List.of(new Instruction.ReadSideUnlock(Operand.constant(0)));
            case "sync" -> List.of(new Instruction.Synchronize(Operand.constant(0)));
            default -> throw new IllegalArgumentException(String.join(" ", words));
        };
    }

    private static LockMode mode(String[] words) {
        return words.length == 2
                ? LockMode.EXCLUSIVE
                : words[2].equals("read") ? LockMode.READ : LockMode.WRITE;
    }

    private Instruction store(String[] words, Ordering ordering) {
        return new Instruction.Store(cell(words[1]), Operand.constant(Integer.parseInt(words[2])), ordering, List.of());
    }

    private Instruction rmw(Optional<Register> to, String cell, RmwOperation operation, String value) {
        Operand operand = Operand.constant(Integer.parseInt(value));
        return new Instruction.Rmw(to, cell(cell), operation, operand, Operand.constant(0), Ordering.FULL, List.of());
    }

    private static Register register(String name, List<String> observed) {
        if (!observed.contains(name)) {
            observed.add(name);
        }
        return new Register(observed.indexOf(name));
    }

    private Operand cell(String name) {
        return Operand.constant(cells.computeIfAbsent(name, _ -> cells.size()));
    }

    private Operand lock(String name) {
        return Operand.constant(locks.computeIfAbsent(name, _ -> locks.size()));
    }

    public World world() {
        return new World(
                name,
                programs,
                cells.keySet().stream()
                        .map(cell -> new Cell(cell, CellType.INT, 0, 0))
                        .toList(),
                locks.keySet().stream()
                        .map(lock -> new LockInfo(lock, kinds.getOrDefault(lock, LockKind.SPINLOCK)))
                        .toList(),
                List.of(new DomainInfo("rcu", false)),
                List.of(),
                List.of(),
                List.of(0),
                new TreeMap<>(),
                List.of(),
                List.of());
    }
}
