package overtake.support;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import overtake.program.AluOperation;
import overtake.program.Cell;
import overtake.program.CellType;
import overtake.program.CheckKind;
import overtake.program.Condition;
import overtake.program.DomainInfo;
import overtake.program.FenceKind;
import overtake.program.Instruction;
import overtake.program.Invariant;
import overtake.program.LockInfo;
import overtake.program.LockKind;
import overtake.program.LockMode;
import overtake.program.Operand;
import overtake.program.Operand.Register;
import overtake.program.Ordering;
import overtake.program.PoolInfo;
import overtake.program.Program;
import overtake.program.RmwOperation;
import overtake.program.Source;
import overtake.program.World;
import overtake.program.line.LineInfo;
import overtake.program.line.LineOperation;
import overtake.program.line.LineQuestion;

/// Makes a world from lines of words, one instruction a line. `%0` is a register, a number a constant, any other word
/// the number of the cell, lock, domain or pool of that name. Cells that were not declared start at 0.
///
/// | lines | |
/// | --- | --- |
/// | `read x %0`, `write x 1`, `plain x 1`, `xchg x 1 %0`, `add x 1`, `cas x 0 1 %0` | accesses |
/// | `mb`, `wmb`, `rmb` | fences |
/// | `lock l`, `lock l read`, `unlock l write`, `try l %0` | locks |
/// | `begin rcu`, `end rcu`, `synchronize rcu` | grace periods |
/// | `alloc p %0`, `free %0`, `field %0 %1` (cell number of the object's field) | pools |
/// | `line_read l %0`, `line_write l 1`, `dc_civac l`, `ghost_line l %0`, ... | cache lines, as [LineOperation] and [LineQuestion] spell it |
/// | `choose 3 %0`, `yield`, `irq off`, `irq on` | |
/// | `ghost x %0`, `allocated %0 %1`, `held l %0`, `assert l write` | queries |
/// | `ensure %0 name`, `warn %0 name`, `fail name`, `observe %0` | results |
/// | `move 1 %0`, `sub %0 1 %0`, `: here`, `jump here`, `if %0 == 1 here` | local |
public final class Script {
    private final String name;
    private final Map<String, Cell> cells = new LinkedHashMap<>();
    private final Map<String, Integer> cellNumbers = new HashMap<>();
    private final List<LockInfo> locks = new ArrayList<>();
    private final List<DomainInfo> domains = new ArrayList<>();
    private final List<PoolInfo> pools = new ArrayList<>();
    private final List<LineInfo> cacheLines = new ArrayList<>();
    private final List<Invariant> invariants = new ArrayList<>();
    private final List<Program> programs = new ArrayList<>();
    private final List<Integer> constants = new ArrayList<>(List.of(0));
    private final TreeMap<Integer, String> objects = new TreeMap<>();

    private Script(String name) {
        this.name = name;
    }

    public static Script named(String name) {
        return new Script(name);
    }

    public Script cell(String cell, int initial) {
        return cell(cell, initial, 0);
    }

    private Script cell(String cell, int initial, int object) {
        cellNumbers.put(cell, cells.size());
        cells.put(cell, new Cell(cell, CellType.INT, initial, object));
        return this;
    }

    public Script lock(String lock, LockKind kind) {
        locks.add(new LockInfo(lock, kind));
        return this;
    }

    public Script domain(String domain, boolean sleepable) {
        domains.add(new DomainInfo(domain, sleepable));
        return this;
    }

    /// @param initial what memory holds at first
    public Script cacheLine(String line, int initial) {
        cacheLines.add(new LineInfo(line, initial));
        return this;
    }

    /// A pool of objects with one field each; the objects are named after it, `p0` and so on, the field of `p0` is cell
    /// `p0.f`.
    public Script pool(String pool, int size, int allocated, boolean mustBeFreed) {
        List<Integer> handles = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int handle = constants.size();
            handles.add(handle);
            objects.put(handle, pool + i);
            constants.addAll(List.of(1, cells.size()));
            cell(pool + i + ".f", 7, handle);
        }
        pools.add(new PoolInfo(pool, handles, allocated, mustBeFreed));
        return this;
    }

    public Script agent(String agent, String... lines) {
        programs.add(new Assembler(agent, lines).program(Optional.empty()));
        return this;
    }

    /// An interrupt handler of the last agent.
    public Script handler(String... lines) {
        Program program = programs.removeLast();
        Program handler = new Assembler(program.agent() + "-irq", lines).program(Optional.empty());
        programs.add(new Program(
                program.agent(),
                program.instructions(),
                program.sources(),
                program.registers(),
                program.observations(),
                Optional.of(handler)));
        return this;
    }

    public Script invariant(String invariant, Invariant.When when, String... lines) {
        invariants.add(new Invariant(invariant, when, new Assembler(invariant, lines).program(Optional.empty())));
        return this;
    }

    public World world() {
        return new World(
                name,
                programs,
                List.copyOf(cells.values()),
                locks,
                domains,
                pools,
                invariants,
                constants,
                objects,
                cacheLines,
                List.of());
    }

    private int number(String word) {
        for (int i = 0; i < locks.size(); i++) {
            if (locks.get(i).name().equals(word)) {
                return i;
            }
        }
        for (int i = 0; i < domains.size(); i++) {
            if (domains.get(i).name().equals(word)) {
                return i;
            }
        }
        for (int i = 0; i < cacheLines.size(); i++) {
            if (cacheLines.get(i).name().equals(word)) {
                return i;
            }
        }
        for (int i = 0; i < pools.size(); i++) {
            if (pools.get(i).name().equals(word)) {
                return i;
            }
        }
        if (!cellNumbers.containsKey(word)) {
            cell(word, 0);
        }
        return cellNumbers.get(word);
    }

    private final class Assembler {
        private final String agent;
        private final List<String[]> lines = new ArrayList<>();
        private final Map<String, Integer> labels = new HashMap<>();
        private final List<String> observed = new ArrayList<>();
        private int registers;

        Assembler(String agent, String... text) {
            this.agent = agent;
            for (String line : text) {
                String[] words = line.split(" ");
                if (words[0].equals(":")) {
                    labels.put(words[1], lines.size());
                } else {
                    lines.add(words);
                }
            }
            lines.add(new String[] {"halt"});
        }

        Program program(Optional<Program> handler) {
            List<Instruction> instructions = new ArrayList<>();
            List<Source> sources = new ArrayList<>();
            for (String[] words : lines) {
                instructions.add(instruction(words));
                sources.add(Source.of(agent + "/" + String.join(" ", words)));
            }
            return new Program(agent, instructions, sources, registers, observed, handler);
        }

        private Operand operand(String word) {
            if (word.startsWith("%")) {
                return register(word);
            }
            boolean literal = word.matches("-?[0-9]+");
            return Operand.constant(literal ? Integer.parseInt(word) : number(word));
        }

        private Register register(String word) {
            int index = Integer.parseInt(word.substring(1));
            registers = Math.max(registers, index + 1);
            return Operand.register(index);
        }

        private LockMode mode(String[] words, int at) {
            return words.length > at ? LockMode.valueOf(words[at].toUpperCase(java.util.Locale.ROOT))
                    : LockMode.EXCLUSIVE;
        }

        private Optional<LockMode> anyMode(String[] words, int at) {
            return words.length > at ? Optional.of(mode(words, at)) : Optional.empty();
        }

        private Instruction instruction(String[] w) {
            List<Integer> any = List.of();
            return switch (w[0]) {
                case "read" -> new Instruction.Load(register(w[2]), operand(w[1]), Ordering.ONCE, any);
                case "write" -> new Instruction.Store(operand(w[1]), operand(w[2]), Ordering.ONCE, any);
                case "plain" -> new Instruction.Store(operand(w[1]), operand(w[2]), Ordering.PLAIN, any);
                case "xchg" -> rmw(Optional.of(register(w[3])), RmwOperation.EXCHANGE, w[1], w[2], "0");
                case "add" -> rmw(Optional.empty(), RmwOperation.ADD, w[1], w[2], "0");
                case "cas" -> rmw(Optional.of(register(w[4])), RmwOperation.COMPARE_EXCHANGE, w[1], w[3], w[2]);
                case "mb" -> new Instruction.Fence(FenceKind.SMP_MB);
                case "wmb" -> new Instruction.Fence(FenceKind.SMP_WMB);
                case "rmb" -> new Instruction.Fence(FenceKind.SMP_RMB);
                case "lock" -> new Instruction.Lock(operand(w[1]), mode(w, 2), any);
                case "unlock" -> new Instruction.Unlock(operand(w[1]), mode(w, 2), any);
                case "try" -> new Instruction.TryLock(register(w[2]), operand(w[1]), mode(w, 3), any);
                case "begin" -> new Instruction.ReadSideLock(operand(w[1]));
                case "end" -> new Instruction.ReadSideUnlock(operand(w[1]));
                case "synchronize" -> new Instruction.Synchronize(operand(w[1]));
                case "alloc" -> new Instruction.Allocate(register(w[2]), number(w[1]));
                case "free" -> new Instruction.Free(operand(w[1]));
                case "choose" -> new Instruction.Choose(register(w[2]), Integer.parseInt(w[1]));
                case "yield" -> new Instruction.Yield();
                default -> local(w, any);
            };
        }

        private Instruction local(String[] w, List<Integer> any) {
            return switch (w[0]) {
                case "field" -> new Instruction.Lookup(register(w[2]), operand(w[1]), 1);
                case "ghost" -> new Instruction.Ghost(register(w[2]), operand(w[1]), any);
                case "allocated" -> new Instruction.GhostAllocated(register(w[2]), operand(w[1]));
                case "held" -> new Instruction.GhostHeld(register(w[2]), operand(w[1]), anyMode(w, 3), any);
                case "assert" -> new Instruction.AssertHeld(operand(w[1]), anyMode(w, 2), any);
                case "ensure" -> new Instruction.Check(CheckKind.ENSURE, operand(w[1]), w[2]);
                case "warn" -> new Instruction.Check(CheckKind.WARN_ON, operand(w[1]), w[2]);
                case "fail" -> new Instruction.Fail(w[1]);
                case "observe" -> {
                    observed.add("r" + observed.size());
                    yield new Instruction.Observe(observed.size() - 1, operand(w[1]));
                }
                case "irq" -> new Instruction.InterruptDisable(w[1].equals("off") ? 1 : -1);
                case "move" -> new Instruction.Move(register(w[2]), operand(w[1]));
                case "sub" -> new Instruction.Alu(register(w[3]), AluOperation.SUB, operand(w[1]), operand(w[2]));
                case "jump" -> new Instruction.Jump(labels.get(w[1]));
                case "if" ->
                    new Instruction.Branch(
                            condition(w[2]), operand(w[1]), operand(w[3]), labels.get(w[4]),
                            w.length > 5 ? Optional.of(labels.get(w[5])) : Optional.empty());
                case "halt" -> new Instruction.Halt();
                default -> line(w);
            };
        }

        private Instruction line(String... w) {
            for (LineOperation operation : LineOperation.values()) {
                if (operation.spelling().equals(w[0])) {
                    return new Instruction.Line(
                            operation.reads() ? Optional.of(register(w[2])) : Optional.empty(), operation,
                            operand(w[1]),
                            operand(operation.writes() ? w[2] : "0"), List.of());
                }
            }
            for (LineQuestion question : LineQuestion.values()) {
                if (question.spelling().equals(w[0])) {
                    return new Instruction.GhostLine(register(w[2]), question, operand(w[1]), List.of());
                }
            }
            throw new IllegalArgumentException(String.join(" ", w));
        }

        private Instruction rmw(Optional<Register> to, RmwOperation operation, String cell, String value,
                String compare) {
            return new Instruction.Rmw(
                    to, operand(cell), operation, operand(value), operand(compare), Ordering.FULL, List.of());
        }

        private Condition condition(String symbol) {
            for (Condition condition : Condition.values()) {
                if (condition.symbol().equals(symbol)) {
                    return condition;
                }
            }
            throw new IllegalArgumentException(symbol);
        }
    }
}
