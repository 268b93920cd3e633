package overtake.axiom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import overtake.axiom.Event.Tag;
import overtake.program.Condition;
import overtake.program.Instruction;
import overtake.program.LockKind;
import overtake.program.LockMode;
import overtake.program.Operand;
import overtake.program.Program;
import overtake.program.RmwOperation;
import overtake.program.World;

/// Walks through the program of one agent in program order, with the values that its reads took, and notes events and dependencies. Registers carry
/// the set of reads that their value depends on; a branch adds those of its condition to all events up to its join.
final class AgentWalk {
    private static final int MOST_INSTRUCTIONS = 1_000_000;
    private static final BitSet NOTHING = new BitSet();
    private static final Value ZERO = new Value(0, true, NOTHING);

    private final World world;
    private final Locations locations;
    private final int agent;
    private final Program program;
    private final Feed feed;
    private final AgentPath path;
    private final List<Section> open = new ArrayList<>();
    private final Integer[] observations;
    private int steps;

    // of the program, or the handler, that is being walked through
    private Value[] registers = new Value[0];
    private List<Region> regions = new ArrayList<>();
    private int base;

    private record Value(int number, boolean known, BitSet reads) {
        static final Value UNKNOWN = new Value(0, false, NOTHING);
    }

    private record Region(int join, BitSet reads) {}

    /// A read-side section that is open.
    private record Section(int domain, int token, int event, int depth) {}

    AgentWalk(World world, int agent, Feed feed) {
        this.world = world;
        this.agent = agent;
        this.feed = feed;
        locations = new Locations(world);
        program = world.programs().get(agent);
        observations = new Integer[program.observations().size()];
        Arrays.fill(observations, 0);
        path = AgentPath.empty();
    }

    AgentPath walk() {
        boolean finished = run(program, 0);
        return path.with(List.of(observations), finished);
    }

    /// Walks through a program. Returns whether it came to its end.
    private boolean run(Program code, int from) {
        Value[] outerRegisters = registers;
        List<Region> outerRegions = regions;
        int outerBase = base;
        registers = new Value[code.registers()];
        Arrays.fill(registers, ZERO);
        regions = new ArrayList<>();
        base = from;
        boolean ended = instructions(code);
        registers = outerRegisters;
        regions = outerRegions;
        base = outerBase;
        return ended;
    }

    private boolean instructions(Program code) {
        int pc = 0;
        while (true) {
            if (++steps > MOST_INSTRUCTIONS) {
                throw new IllegalStateException(code.agent() + " does not end");
            }
            int here = pc;
            regions.removeIf(region -> region.join() == here);
            Optional<Program> handler = base == 0 ? code.handler() : Optional.empty();
            if (handler.isPresent() && feed.peek() >= code.instructions().size()
                    && !run(handler.get(), code.instructions().size())) {
                return false;
            }
            Instruction instruction = code.instructions().get(pc);
            switch (instruction) {
                case Instruction.Jump jump -> pc = jump.target();
                case Instruction.Branch branch -> {
                    pc = branch(code, pc, branch);
                    if (pc < 0) {
                        return false;
                    }
                }
                case Instruction.Halt _ -> {
                    return feed.next(base + pc);
                }
                case Instruction.Fail _ -> {
                    return false;
                }
                default -> {
                    if (feed.has(instruction) && !feed.next(base + pc) || !execute(base + pc, instruction)) {
                        return false;
                    }
                    pc++;
                }
            }
        }
    }

    /// The instruction after a branch, or -1 if the run ends there.
    private int branch(Program code, int pc, Instruction.Branch branch) {
        if (feed.peek() == base + pc && !feed.next(base + pc)) {
            return -1;
        }
        Value a = value(branch.a());
        Value b = value(branch.b());
        BitSet reads = union(a.reads(), b.reads());
        if (!reads.isEmpty()) {
            regions.add(new Region(branch.join().orElse(-1), reads));
        }
        if (a.known() && b.known()) {
            return branch.condition().test(a.number(), b.number()) ? branch.target() : pc + 1;
        }
        int wanted = feed.peek() - base;
        BitSet tried = new BitSet();
        return wanted < 0 ? -1
                : leads(code, branch.target(), wanted, tried) ? branch.target()
                        : leads(code, pc + 1, wanted, tried) ? pc + 1 : -1;
    }

    /// Whether the next instruction with an entry from here on can be the wanted one.
    private boolean leads(Program code, int pc, int wanted, BitSet tried) {
        if (pc == wanted) {
            return true;
        }
        if (pc >= code.instructions().size() || tried.get(pc)) {
            return false;
        }
        tried.set(pc);
        Instruction instruction = code.instructions().get(pc);
        return switch (instruction) {
            case Instruction.Jump jump -> leads(code, jump.target(), wanted, tried);
            case Instruction.Branch branch ->
                leads(code, branch.target(), wanted, tried) || leads(code, pc + 1, wanted, tried);
            case Instruction.Halt _, Instruction.Fail _ -> false;
            default -> !feed.has(instruction) && leads(code, pc + 1, wanted, tried);
        };
    }

    // ---- values

    private Value value(Operand operand) {
        return switch (operand) {
            case Operand.Register register -> registers[register.index()];
            case Operand.Constant constant -> new Value(constant.value(), true, NOTHING);
        };
    }

    private void set(Operand.Register to, Value value) {
        registers[to.index()] = value;
    }

    private static BitSet union(BitSet a, BitSet b) {
        if (b.isEmpty() || a.equals(b)) {
            return a;
        }
        BitSet both = (BitSet) a.clone();
        both.or(b);
        return both;
    }

    private static Value combine(Value a, Value b, java.util.function.IntBinaryOperator function) {
        boolean known = a.known() && b.known();
        return new Value(
                known ? function.applyAsInt(a.number(), b.number()) : 0, known, union(a.reads(), b.reads()));
    }

    private static int test(Condition condition, int a, int b) {
        return condition.test(a, b) ? 1 : 0;
    }

    /// Returns whether the run goes on behind it.
    private boolean execute(int pc, Instruction instruction) {
        switch (instruction) {
            case Instruction.Move i -> set(i.to(), value(i.from()));
            case Instruction.Alu i -> set(i.to(), combine(value(i.a()), value(i.b()), i.operation()::apply));
            case Instruction.SetCondition i ->
                set(i.to(), combine(value(i.a()), value(i.b()), (a, b) -> test(i.condition(), a, b)));
            case Instruction.Select i -> select(i);
            case Instruction.Lookup i -> {
                return lookup(i);
            }
            case Instruction.Observe i -> observations[i.slot()] = value(i.value()).number();
            case Instruction.Ghost i -> set(i.to(), Value.UNKNOWN);
            case Instruction.GhostHeld i -> set(i.to(), Value.UNKNOWN);
            case Instruction.GhostAllocated i -> set(i.to(), Value.UNKNOWN);
            case Instruction.Line _, Instruction.GhostLine _ ->
                throw new IllegalArgumentException("cache lines are not part of the model");
            case Instruction.Choose i -> set(i.to(), input(i.bound()));
            case Instruction.Allocate i -> set(i.to(), input(0));
            case Instruction.Load i -> load(pc, i);
            case Instruction.Store i -> store(pc, i);
            case Instruction.Rmw i -> rmw(pc, i);
            case Instruction.Fence i -> fence(pc, i);
            case Instruction.Lock i -> lock(pc, value(i.lock()), i.mode(), isSpin(i.lock(), i.candidates()), true);
            case Instruction.TryLock i -> {
                boolean taken = feed.performed() && feed.value(lockPlace(value(i.lock())), 0) != 0;
                int read =
                        lock(pc, value(i.lock()), i.mode(), isSpin(i.lock(), i.candidates()), taken);
                set(i.to(), result(read, taken ? 1 : 0));
            }
            case Instruction.IsLocked i -> {
                Value lock = value(i.lock());
                int held = feed.performed() ? feed.value(lockPlace(lock), 0) : 0;
                int read = read(pc, lockPlace(lock), lock, held, EnumSet.noneOf(Tag.class));
                set(i.to(), read < 0 ? Value.UNKNOWN : result(read, held));
            }
            case Instruction.Unlock i -> unlock(pc, i);
            case Instruction.ReadSideLock i -> begin(pc, i);
            case Instruction.ReadSideUnlock i -> end(pc, i);
            case Instruction.Synchronize i -> synchronize(pc, i);
            case Instruction.Check _,
                    Instruction.AssertHeld _,
                    Instruction.InterruptDisable _,
                    Instruction.Free _,
                    Instruction.Yield _ ->
                {}
            case Instruction.Branch _, Instruction.Jump _, Instruction.Halt _, Instruction.Fail _ ->
                throw new IllegalStateException("no control here: " + instruction);
        }
        return true;
    }

    private void select(Instruction.Select i) {
        Value a = value(i.a());
        Value b = value(i.b());
        Value yes = value(i.ifTrue());
        Value no = value(i.ifFalse());
        boolean known = a.known() && b.known() && yes.known() && no.known();
        int number = !known ? 0 : i.condition().test(a.number(), b.number()) ? yes.number() : no.number();
        BitSet reads = union(union(a.reads(), b.reads()), union(yes.reads(), no.reads()));
        set(i.to(), new Value(number, known, reads));
    }

    private boolean lookup(Instruction.Lookup i) {
        Value handle = value(i.base());
        int index = handle.number() + i.offset();
        if (!handle.known()) {
            set(i.to(), new Value(0, false, handle.reads()));
            return true;
        }
        boolean wild = handle.number() == 0 || index < 0 || index >= world.constants().size();
        int number = wild ? World.NOWHERE : world.constants().get(index);
        set(i.to(), new Value(number, true, handle.reads()));
        return number != World.NOWHERE;
    }

    private Value input(int bound) {
        return feed.performed() ? new Value(feed.value(-1, bound), true, NOTHING) : Value.UNKNOWN;
    }

    private static Value result(int read, int number) {
        if (read < 0) {
            return Value.UNKNOWN;
        }
        BitSet reads = new BitSet();
        reads.set(read);
        return new Value(number, true, reads);
    }

    // ---- events

    private int event(int pc, int location, int value, Set<Tag> tags, int key) {
        BitSet control = NOTHING;
        for (Region region : regions) {
            control = union(control, region.reads());
        }
        return path.add(new Event(agent, pc, location, value, tags), key, control);
    }

    private boolean wild(Value cell) {
        return cell.known() && (cell.number() < 0 || cell.number() >= world.cells().size());
    }

    private int cellPlace(Value cell) {
        return locations.cell(cell.number(), 0);
    }

    private int lockPlace(Value lock) {
        return locations.lock(lock.number());
    }

    /// A read, if it was performed: its number, else -1.
    private int read(int pc, int location, Value address, int value, Set<Tag> tags) {
        if (!feed.performed()) {
            return -1;
        }
        tags.add(Tag.READ);
        int event = event(pc, feed.place(location), value, tags, feed.key());
        path.addr().set(event, address.reads());
        return event;
    }

    private int write(int pc, int location, Value address, Value value, Set<Tag> tags, int key) {
        tags.add(Tag.WRITE);
        int event = event(pc, feed.place(location), value.number(), tags, key);
        path.addr().set(event, address.reads());
        path.data().set(event, value.reads());
        return event;
    }

    private void load(int pc, Instruction.Load i) {
        Value cell = value(i.cell());
        if (!feed.performed() || !cell.known() || wild(cell)) {
            set(i.to(), Value.UNKNOWN);
            return;
        }
        int number = feed.value(cellPlace(cell), 0);
        int read = read(pc, cellPlace(cell), cell, number, Event.Tag.of(i.ordering(), Tag.READ));
        set(i.to(), result(read, number));
    }

    private void store(int pc, Instruction.Store i) {
        Value cell = value(i.cell());
        if (feed.performed() && cell.known() && !wild(cell)) {
            write(pc, cellPlace(cell), cell, value(i.value()), Event.Tag.of(i.ordering(), Tag.WRITE), feed.key());
        }
    }

    private void rmw(int pc, Instruction.Rmw i) {
        Value cell = value(i.cell());
        if (!feed.performed() || !cell.known() || wild(cell)) {
            i.to().ifPresent(to -> set(to, Value.UNKNOWN));
            return;
        }
        int place = cellPlace(cell);
        int old = feed.value(place, 0);
        Value compare = value(i.compare());
        boolean succeeds = compare.known() ? i.operation().writes(old, compare.number()) : feed.wrote();
        Set<Tag> tags = EnumSet.noneOf(Tag.class);
        if (succeeds) {
            tags.addAll(Event.Tag.of(i.ordering(), Tag.READ));
            Event.Tag.addIf(tags, Tag.VOID, i.to().isEmpty());
        }
        tags.add(Tag.ATOMIC);
        int read = read(pc, place, cell, old, tags);
        Value value = value(i.value());
        if (succeeds && feed.wrote()) {
            boolean constant = i.operation() == RmwOperation.EXCHANGE
                    || i.operation() == RmwOperation.COMPARE_EXCHANGE;
            Value written = constant ? value : combine(result(read, old), value, i.operation()::apply);
            Set<Tag> writeTags = Event.Tag.of(i.ordering(), Tag.WRITE);
            writeTags.add(Tag.ATOMIC);
            int write = write(pc, place, cell, written, writeTags, feed.writeKey());
            path.rmw().add(new AgentPath.Pair(read, write));
        }
        i.to().ifPresent(to -> set(to, result(read, old)));
    }

    private void fence(int pc, Instruction.Fence i) {
        if (!feed.has(i) || feed.performed()) {
            event(pc, -1, 0, EnumSet.of(feed.isFull(i.kind()) ? Tag.MB : Event.Tag.of(i.kind())), -1);
        }
    }

    /// The formal model has no other locks; handing over is the same with all of ours.
    private boolean isSpin(Operand lock, List<Integer> candidates) {
        List<Integer> locks = lock instanceof Operand.Constant constant ? List.of(constant.value()) : candidates;
        return locks.stream().allMatch(l -> world.locks().get(l).kind() == LockKind.SPINLOCK);
    }

    /// A lock that is taken, or, if not, its mere read. Returns the read, or -1 if it was not performed.
    private int lock(int pc, Value lock, LockMode mode, boolean spin, boolean taken) {
        Set<Tag> tags = EnumSet.noneOf(Tag.class);
        Event.Tag.addIf(tags, Tag.ACQUIRE, taken);
        Event.Tag.addIf(tags, Tag.LOCK, taken);
        int read = lock.known() ? read(pc, lockPlace(lock), lock, taken ? 0 : 1, tags) : -1;
        if (taken && read >= 0 && feed.wrote()) {
            Set<Tag> writeTags = EnumSet.noneOf(Tag.class);
            writeTags.add(Tag.LOCK);
            Event.Tag.addIf(writeTags, Tag.SPIN, spin);
            Value word = new Value(mode == LockMode.WRITE ? -1 : 1, true, NOTHING);
            int write = write(pc, lockPlace(lock), lock, word, writeTags, feed.writeKey());
            path.rmw().add(new AgentPath.Pair(read, write));
        }
        return read;
    }

    private void unlock(int pc, Instruction.Unlock i) {
        Value lock = value(i.lock());
        Set<Tag> tags = EnumSet.of(Tag.RELEASE, Tag.UNLOCK);
        if (!feed.performed() || !lock.known()) {
            return;
        }
        if (i.mode() != LockMode.READ) {
            write(pc, lockPlace(lock), lock, ZERO, tags, feed.key());
            return;
        }
        int read = read(pc, lockPlace(lock), lock, 0, EnumSet.noneOf(Tag.class));
        if (feed.wrote()) {
            path.rmw().add(new AgentPath.Pair(read, write(pc, lockPlace(lock), lock, ZERO, tags, feed.writeKey())));
        }
    }

    // ---- read-side sections

    private boolean sleepable(int domain) {
        return world.domains().get(domain).sleepable();
    }

    private void begin(int pc, Instruction.ReadSideLock i) {
        Value domain = value(i.domain());
        if (!domain.known()) {
            return;
        }
        int number = domain.number();
        if (!sleepable(number)) {
            int depth = (int) open.stream().filter(s -> s.domain() == number).count();
            boolean outer = depth == 0 && feed.performed();
            int event = outer ? event(pc, locations.domain(number), 0, EnumSet.of(Tag.SECTION_BEGIN), feed.key()) : -1;
            open.add(new Section(number, 0, event, depth));
            return;
        }
        int place = locations.domain(number);
        int read = read(pc, place, domain, 0, EnumSet.of(Tag.SECTION_BEGIN, Tag.SLEEPABLE));
        int token = (agent + 1 << 20) + path.events().size();
        i.to().ifPresent(to -> set(to, result(read, token)));
        open.add(new Section(number, token, read, 0));
    }

    private void end(int pc, Instruction.ReadSideUnlock i) {
        Value domain = value(i.domain());
        Value token = value(i.token());
        if (!domain.known()) {
            return;
        }
        Optional<Section> ended = open.reversed().stream()
                .filter(s -> s.domain() == domain.number())
                .filter(s -> !sleepable(s.domain()) || !token.known() || token.number() == 0
                        || token.number() == s.token())
                .findFirst();
        ended.ifPresent(open::remove);
        boolean inner = !sleepable(domain.number()) && ended.stream().anyMatch(section -> section.depth() > 0);
        if (!feed.performed() || inner) {
            return;
        }
        Set<Tag> tags = EnumSet.of(Tag.SECTION_END);
        int event;
        if (sleepable(domain.number())) {
            tags.add(Tag.SLEEPABLE);
            event = write(pc, locations.domain(domain.number()), domain, new Value(0, true, token.reads()), tags,
                    feed.key());
        } else {
            event = event(pc, locations.domain(domain.number()), 0, tags, feed.key());
        }
        ended.filter(section -> section.event() >= 0)
                .ifPresent(section -> path.sections().add(new AgentPath.Pair(section.event(), event)));
    }

    private void synchronize(int pc, Instruction.Synchronize i) {
        Value domain = value(i.domain());
        if (feed.performed() && domain.known()) {
            Set<Tag> tags = EnumSet.of(Tag.GRACE_PERIOD);
            Event.Tag.addIf(tags, Tag.SLEEPABLE, sleepable(domain.number()));
            event(pc, locations.domain(domain.number()), 0, tags, feed.key());
        }
    }
}
