package overtake.axiom;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import overtake.machine.EntryKind;
import overtake.machine.EventKind;
import overtake.machine.Journal;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.program.Cell;
import overtake.program.FenceKind;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.World;

/// Listens to one run of the machine and makes its execution graph. Of a run that was cut short, or that a violation has ended, the graph
/// holds what was performed: what the model forbids of a part it forbids of the whole.
///
/// Reads-from and coherence order are what the run says; program order, values and dependencies come from a walk of its own through the programs.
public final class GraphRecorder implements Journal {
    private final World world;
    private final Locations locations;
    private final MemoryModel model;
    private final boolean outOfOrder;
    /// For each agent what it fetched, in program order.
    private final List<List<Entry>> entries = new ArrayList<>();
    /// For each agent the stores that travel.
    private final List<List<Entry>> channels = new ArrayList<>();
    private final int[] retired;
    /// For each location its stores in coherence order, without the initial value.
    private final Map<Integer, List<Entry>> orders = new TreeMap<>();
    /// How often each pool object was allocated.
    private final Map<Integer, Integer> generations = new TreeMap<>();
    private int made;

    // what the next event tells of
    private EntryKind telling = EntryKind.RETIRED;
    private Entry told = new Entry(-1, -1, 0);
    private int number;

    public GraphRecorder(World world, MemoryModel model) {
        this.world = world;
        locations = new Locations(world);
        this.model = model;
        outOfOrder = model instanceof Lkmm;
        retired = new int[world.programs().size()];
        world.programs().forEach(_ -> {
            entries.add(new ArrayList<>());
            channels.add(new ArrayList<>());
        });
    }

    /// Whether the model says anything about a world: it knows no cache lines.
    public static boolean understands(World world) {
        return world.programs().stream()
                .flatMap(program -> Stream.concat(
                        program.instructions().stream(),
                        program.handler().stream().flatMap(handler -> handler.instructions().stream())))
                .noneMatch(instruction -> instruction instanceof Instruction.Line);
    }

    /// One execution of an instruction, or the write of a read-modify-write.
    private static final class Entry {
        final int id;
        final int pc;
        final int half;
        boolean performed;
        int value;
        int location = -1;
        /// What it read from; itself if that is the initial value.
        Entry source = this;

        Entry(int id, int pc, int half) {
            this.id = id;
            this.pc = pc;
            this.half = half;
        }
    }

    private Instruction instruction(int agent, int pc) {
        return world.programs().get(agent).instructionAt(pc);
    }

    private boolean isFull(FenceKind kind) {
        return kind == FenceKind.SMP_MB || model instanceof Lkmm lkmm && lkmm.hardware().makesFull(kind);
    }

    private Entry add(int agent, int pc, int half) {
        Entry entry = new Entry(made++, pc, half);
        entries.get(agent).add(entry);
        return entry;
    }

    private int cell(int cell) {
        Cell info = world.cells().get(cell);
        int generation = info.object() == 0 ? 0 : generations.getOrDefault(info.object(), 0);
        return locations.cell(cell, generation);
    }

    private int place(Instruction instruction, int target) {
        return switch (instruction) {
            case Instruction.Load _, Instruction.Store _, Instruction.Rmw _ -> cell(target);
            case Instruction.Lock _, Instruction.Unlock _, Instruction.TryLock _, Instruction.IsLocked _ ->
                locations.lock(target);
            case Instruction.ReadSideLock _, Instruction.ReadSideUnlock _, Instruction.Synchronize _ ->
                locations.domain(target);
            default -> -1;
        };
    }

    private List<Entry> order(int location) {
        return orders.computeIfAbsent(location, _ -> new ArrayList<>());
    }

    private Entry newest(Entry reader) {
        List<Entry> order = order(reader.location);
        return order.isEmpty() ? reader : order.getLast();
    }

    // ---- out of order

    @Override
    public void entry(EntryKind kind, int agent, int slot, int detail) {
        List<Entry> all = entries.get(agent);
        int at = retired[agent] + slot;
        switch (kind) {
            case FETCHED -> {
                Entry entry = add(agent, detail >> 1, detail & 1);
                entry.performed = instruction(agent, entry.pc) instanceof Instruction.Fence fence
                        && !isFull(fence.kind());
            }
            case RETIRED -> retired[agent] += detail;
            case CUT -> {
                List<Entry> gone = all.subList(Math.min(at, all.size()), all.size());
                gone.stream().filter(entry -> entry.location >= 0)
                        .forEach(entry -> order(entry.location).remove(entry));
                gone.clear();
            }
            case READ, FORWARDED, WRITTEN, DONE -> {
                telling = kind;
                told = all.get(at);
                told.performed = true;
                number = detail;
                told.source = kind == EntryKind.FORWARDED ? all.get(retired[agent] + detail) : told;
            }
        }
    }

    private void tell(EventKind kind, int agent, int pc, int target, int value) {
        Instruction instruction = instruction(agent, pc);
        if (telling == EntryKind.WRITTEN && kind != EventKind.PLACE || telling == EntryKind.RETIRED
                || pc != told.pc) {
            return;
        }
        int lock = world.cells().size();
        told.location = kind == EventKind.PLACE && target >= lock
                ? locations.lock(target - lock)
                : place(instruction, target);
        switch (telling) {
            case READ -> {
                told.value = value;
                List<Entry> order = order(told.location);
                int place = order.size() - 1 - number;
                told.source = place < 0 ? told : order.get(place);
            }
            case FORWARDED -> told.value = value;
            case WRITTEN -> {
                List<Entry> order = order(told.location);
                order.add(order.size() - number, told);
            }
            case DONE -> done(instruction, value);
            case FETCHED, CUT, RETIRED -> {}
        }
        telling = EntryKind.RETIRED;
    }

    private void done(Instruction instruction, int value) {
        told.value = value;
        switch (instruction) {
            case Instruction.Allocate _ -> generations.merge(value, 1, Integer::sum);
            case Instruction.ReadSideLock _ -> told.source = newest(told);
            case Instruction.ReadSideUnlock _ -> order(told.location).add(told);
            default -> {}
        }
    }

    // ---- in order

    @Override
    public void event(EventKind kind, int agent, int pc, int target, int value) {
        if (outOfOrder) {
            if (kind == EventKind.PERFORM || kind == EventKind.PLACE || kind == EventKind.GRANT
                    || kind == EventKind.FENCE) {
                tell(kind, agent, pc, target, value);
            }
            return;
        }
        switch (kind) {
            case PERFORM, GRANT -> perform(agent, pc, target, value);
            case SEND -> {
                Entry sent = add(agent, pc, 0);
                sent.performed = true;
                sent.location = place(instruction(agent, pc), target);
                channels.get(agent).add(sent);
            }
            case DELIVER -> deliver(channels.get(agent).removeFirst());
            case FENCE, RETURN, END -> add(agent, pc, 0).performed = true;
            default -> {}
        }
    }

    private void deliver(Entry entry) {
        if (entry.location >= 0) {
            order(entry.location).add(entry);
        }
    }

    private void perform(int agent, int pc, int target, int value) {
        Instruction instruction = instruction(agent, pc);
        Entry entry = add(agent, pc, 0);
        entry.performed = true;
        entry.value = value;
        entry.location = place(instruction, target);
        switch (instruction) {
            case Instruction.Load _, Instruction.IsLocked _ -> entry.source = travelling(agent, entry);
            case Instruction.ReadSideLock _ -> entry.source = newest(entry);
            case Instruction.Store _, Instruction.ReadSideUnlock _ -> deliver(entry);
            case Instruction.Rmw _, Instruction.Lock _ -> both(agent, entry);
            case Instruction.TryLock _ -> {
                if (value != 0) {
                    both(agent, entry);
                } else {
                    entry.source = newest(entry);
                }
            }
            case Instruction.Unlock unlock -> {
                if (unlock.mode() == LockMode.READ) {
                    both(agent, entry);
                } else {
                    deliver(entry);
                }
            }
            case Instruction.Allocate _ -> generations.merge(value, 1, Integer::sum);
            default -> {}
        }
    }

    /// A read and a write at once; whether there is a write the walk will say.
    private void both(int agent, Entry read) {
        read.source = newest(read);
        Entry write = add(agent, read.pc, 1);
        write.performed = true;
        write.location = read.location;
        deliver(write);
    }

    private Entry travelling(int agent, Entry reader) {
        return channels.get(agent).reversed().stream()
                .filter(sent -> sent.location == reader.location)
                .findFirst()
                .orElseGet(() -> newest(reader));
    }

    // ---- the graph

    /// The graph of what has happened so far.
    public ExecutionGraph graph() {
        channels.forEach(channel -> channel.forEach(this::deliver));
        channels.forEach(List::clear);
        List<AgentPath> paths = new ArrayList<>();
        for (int agent = 0; agent < entries.size(); agent++) {
            paths.add(new AgentWalk(world, agent, new RecordedFeed(agent)).walk());
        }
        Map<Integer, Event> initial = new TreeMap<>();
        paths.forEach(path -> path.events().stream().filter(Event::isAccess).forEach(event -> initial.computeIfAbsent(
                event.location(), location -> Event.initial(location, locations.initial(location)))));
        var parts = new ExecutionGraph.Parts(world, List.copyOf(initial.values()), paths);
        Map<Integer, Integer> numbers = new TreeMap<>();
        for (int agent = 0; agent < paths.size(); agent++) {
            List<Integer> keys = paths.get(agent).keys();
            for (int i = 0; i < keys.size(); i++) {
                numbers.put(keys.get(i), parts.first[agent] + i);
            }
        }
        Map<Integer, Integer> firsts = new TreeMap<>();
        initial.keySet().forEach(location -> firsts.put(location, firsts.size()));
        int[] sources = sources(parts, numbers, firsts);
        List<List<Integer>> orders = written(numbers, firsts);
        SectionReads.adjust(parts, sources, orders);
        return parts.graph(sources, orders);
    }

    private int[] sources(ExecutionGraph.Parts parts, Map<Integer, Integer> numbers, Map<Integer, Integer> firsts) {
        int[] source = new int[parts.events.size()];
        java.util.Arrays.fill(source, -1);
        for (List<Entry> all : entries) {
            for (Entry entry : all) {
                Integer event = numbers.get(entry.id);
                if (event != null && parts.events.get(event).is(Event.Tag.READ)) {
                    source[event] = source(entry, numbers, firsts);
                }
            }
        }
        return source;
    }

    /// The event that was read from; -1 if the store has not been performed. What turned out to write nothing is passed over.
    private int source(Entry reader, Map<Integer, Integer> numbers, Map<Integer, Integer> firsts) {
        if (reader.source == reader) {
            return Objects.requireNonNull(firsts.get(reader.location));
        }
        if (numbers.containsKey(reader.source.id)) {
            return numbers.get(reader.source.id);
        }
        List<Entry> order = order(reader.location);
        for (int i = order.indexOf(reader.source); i >= 0; i--) {
            Integer event = numbers.get(order.get(i).id);
            if (event != null) {
                return event;
            }
        }
        return order.contains(reader.source) ? Objects.requireNonNull(firsts.get(reader.location)) : -1;
    }

    private List<List<Integer>> written(Map<Integer, Integer> numbers, Map<Integer, Integer> firsts) {
        List<List<Integer>> all = new ArrayList<>();
        orders.forEach((location, order) -> {
            if (!firsts.containsKey(location)) {
                return; // ends of sections that are no accesses
            }
            List<Integer> events = new ArrayList<>(List.of(firsts.get(location)));
            order.stream().filter(entry -> numbers.containsKey(entry.id))
                    .forEach(entry -> events.add(numbers.get(entry.id)));
            all.add(events);
        });
        return all;
    }

    /// Leads a walk along what was recorded of an agent.
    private final class RecordedFeed implements Feed {
        private final int agent;
        private final List<Entry> all;
        private int next;
        private Entry current = told;
        private Entry second = told;

        RecordedFeed(int agent) {
            this.agent = agent;
            all = entries.get(agent);
        }

        @Override
        public boolean has(Instruction instruction) {
            if (!outOfOrder) {
                return instruction.isVisible() || instruction instanceof Instruction.Halt;
            }
            return switch (instruction) {
                case Instruction.Jump _, Instruction.Branch _ -> false;
                case Instruction.Fence fence -> fence.kind() != FenceKind.BARRIER;
                default -> true;
            };
        }

        @Override
        public boolean next(int pc) {
            if (next == all.size()) {
                return false;
            }
            current = all.get(next++);
            if (current.pc != pc || current.half != 0) {
                throw new IllegalStateException(world.programs().get(agent).agent() + " executed instruction "
                        + current.pc + " where its program has " + pc);
            }
            boolean two = next < all.size() && all.get(next).pc == pc && all.get(next).half == 1;
            second = two ? all.get(next++) : current;
            return true;
        }

        @Override
        public int peek() {
            return next < all.size() ? all.get(next).pc : -1;
        }

        @Override
        public boolean performed() {
            return current.performed;
        }

        @Override
        public boolean wrote() {
            return second != current && second.performed;
        }

        @Override
        public int value(int location, int bound) {
            return current.value;
        }

        @Override
        public int place(int location) {
            int there = current.location % locations.perGeneration();
            if (there != location % locations.perGeneration()) {
                throw new IllegalStateException(world.programs().get(agent).agent() + " accessed "
                        + locations.name(there) + " at instruction " + current.pc + ", its program "
                        + locations.name(location));
            }
            return current.location;
        }

        @Override
        public boolean isFull(FenceKind kind) {
            return GraphRecorder.this.isFull(kind);
        }

        @Override
        public int key() {
            return current.id;
        }

        @Override
        public int writeKey() {
            return second.id;
        }
    }
}
