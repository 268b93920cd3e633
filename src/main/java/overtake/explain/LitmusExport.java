package overtake.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import overtake.axiom.Event;
import overtake.axiom.Event.Tag;
import overtake.axiom.ExecutionGraph;
import overtake.axiom.SequentialCycles.Cycle;
import overtake.axiom.SequentialCycles.Cycle.Edge;
import overtake.axiom.SequentialCycles.Put;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.World;

/// Writes a critical cycle of a run as a litmus test in kernel C: a thread for each agent of the cycle, with its accesses and whatever orders
/// something between them; the condition is what the run has read. Stores are numbered in coherence order, so that a value says which store was
/// read.
final class LitmusExport {
    private static final Set<String> RESERVED = Set.of("atomic_t", "do", "else", "exists", "filter", "for", "forall",
            "if", "int", "intptr_t", "locations", "return", "spinlock_t", "struct", "void", "volatile", "while");

    private final ExecutionGraph graph;
    private final World world;
    private final Cycle cycle;
    private final String name;
    /// By thread, the events that are written, in program order; a read-modify-write by its read.
    private final SortedMap<Integer, List<Integer>> threads = new TreeMap<>();
    private final Map<Integer, Integer> numbers = new TreeMap<>();
    private final SortedMap<Integer, String> locations = new TreeMap<>();
    private final SortedMap<Integer, String> locks = new TreeMap<>();
    private final Map<Integer, String> registers = new TreeMap<>();

    /// A test, or why there is none.
    record Export(Optional<String> text, String reason) {}

    /// Why a cycle is no litmus test.
    private static final class Inexpressible extends Exception {
        Inexpressible(String reason) {
            super(reason);
        }
    }

    private LitmusExport(Playback run, Cycle cycle, String name) {
        graph = run.graph().orElseThrow();
        world = run.world();
        this.cycle = cycle;
        this.name = name;
    }

    /// @param fences to be put in as well
    static Export of(Playback run, Cycle cycle, String name, List<Put> fences) {
        try {
            return new Export(Optional.of(new LitmusExport(run, cycle, name).text(fences)), "");
        } catch (Inexpressible e) {
            return new Export(Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private Event event(int number) {
        return graph.events().get(number);
    }

    private Instruction instruction(int number) {
        return world.programs().get(event(number).agent()).instructionAt(event(number).pc());
    }

    private String text(List<Put> fences) throws Inexpressible {
        collect();
        number();
        List<String> lines = new ArrayList<>(List.of("C " + name, ""));
        int thread = 0;
        for (int agent : threads.keySet()) {
            lines.add("(* P" + thread++ + " is " + plain(world.programs().get(agent).agent()) + " *)");
        }
        locations.forEach((place, shown) -> lines.add("(* " + shown + " is " + plain(graph.location(place)) + " *)"));
        lines.addAll(List.of("", "{", "}", ""));
        thread = 0;
        for (List<Integer> events : threads.values()) {
            lines.addAll(thread(thread++, events, fences));
            lines.add("");
        }
        lines.add("exists (" + condition() + ")");
        return String.join("\n", lines) + "\n";
    }

    /// Names come from scenarios: nothing in them ends a comment.
    private static String plain(String text) {
        return text.replaceAll("[^A-Za-z0-9_.\\[\\]-]", "_");
    }

    // ---- what is written

    private void collect() throws Inexpressible {
        TreeSet<Integer> corners = new TreeSet<>();
        cycle.edges().forEach(edge -> corners.add(edge.from()));
        for (int corner : corners) {
            Event event = event(corner);
            if (event.is(Tag.LOCK) || event.is(Tag.UNLOCK)) {
                throw new Inexpressible(
                        "its cycle goes through the lock " + graph.location(event.location())
                                + ", whose word a litmus test cannot observe");
            }
            if (event.is(Tag.SECTION_BEGIN) || event.is(Tag.SECTION_END)) {
                throw new Inexpressible("its cycle goes through read-side sections of "
                        + graph.location(event.location()) + ", which a litmus test cannot observe");
            }
        }
        for (int agent : corners.stream().map(corner -> event(corner).agent())
                .collect(Collectors.toCollection(TreeSet::new))) {
            List<Integer> own = corners.stream().filter(corner -> event(corner).agent() == agent).toList();
            threads.put(agent, between(half(own.getFirst()), own.getLast(), corners));
        }
        for (Edge edge : cycle.edges()) {
            if (edge.order().filter("dep;rfi"::equals).isPresent()) {
                throw new Inexpressible("it needs a dependency through a store that the same agent reads again");
            }
        }
    }

    /// The read of a read-modify-write of whose halves an event is one; else the event.
    private int half(int event) {
        return event > 0 && graph.writeOf(event - 1) == event ? event - 1 : event;
    }

    private List<Integer> between(int first, int last, Set<Integer> corners) {
        List<Integer> events = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            Event event = event(i);
            boolean half = half(i) != i;
            boolean section = event.is(Tag.SECTION_BEGIN) || event.is(Tag.SECTION_END);
            boolean orders = !event.is(Tag.READ) && !event.is(Tag.WRITE) || event.is(Tag.ACQUIRE)
                    || event.is(Tag.RELEASE) || event.is(Tag.LOCK) || graph.writeOf(i) >= 0;
            if (!half && !section && (orders || corners.contains(i))) {
                events.add(i);
            }
        }
        return events;
    }

    private static boolean isLock(Event event) {
        return event.is(Tag.LOCK) || event.is(Tag.UNLOCK);
    }

    private boolean isUnlock(int event) {
        return event(event).is(Tag.UNLOCK) || instruction(event) instanceof Instruction.Unlock;
    }

    /// Stores by coherence order, from 1; a lock has a name and no numbers.
    private void number() {
        Map<Integer, List<Integer>> stores = new TreeMap<>();
        threads.values().stream().flatMap(List::stream).filter(this::isNumbered).forEach(i -> {
            locations.computeIfAbsent(event(i).location(), this::cName);
            int store = event(i).is(Tag.WRITE) ? i : graph.writeOf(i);
            if (store >= 0) {
                stores.computeIfAbsent(event(i).location(), _ -> new ArrayList<>()).add(store);
            }
        });
        for (List<Integer> same : stores.values()) {
            same.sort((a, b) -> a.equals(b) ? 0 : graph.isBefore(a, b) ? -1 : 1);
            for (int i = 0; i < same.size(); i++) {
                numbers.put(same.get(i), i + 1);
            }
        }
    }

    private boolean isNumbered(int event) {
        return event(event).location() >= 0 && !event(event).is(Tag.GRACE_PERIOD) && !isLock(event(event))
                && !isUnlock(event);
    }

    private String cName(int location) {
        return unique(graph.location(location));
    }

    /// The lock's word; the `_lock` says what it is.
    private String lockName(int location) {
        return locks.computeIfAbsent(location, _ -> unique(graph.location(location) + "_lock"));
    }

    /// A name in C that nothing else of the test has. The language of litmus tests has words of its own, all of small letters.
    private String unique(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
        String start = plain.matches("[A-Za-z].*") ? plain : "x" + plain;
        String unique = start.matches("P[0-9]+|r[0-9]+") || RESERVED.contains(start) ? start + "_" : start;
        while (locations.containsValue(unique) || locks.containsValue(unique)) {
            unique += "_";
        }
        return unique;
    }

    // ---- threads

    private List<String> thread(int number, List<Integer> events, List<Put> fences) throws Inexpressible {
        List<String> body = new ArrayList<>();
        TreeSet<String> parameters = new TreeSet<>();
        List<Held> held = new ArrayList<>();
        int reads = 0;
        int open = 0;
        for (int i : events) {
            for (Put put : fences) {
                if (put.before() == i || half(put.before()) == i) {
                    body.add(put.kind().kernelName() + "();");
                }
            }
            Optional<Integer> condition = dependency(i, "ctrl");
            if (condition.isPresent()) {
                body.add("if (" + register(condition.get()) + " == " + value(condition.get()) + ") {");
                open++;
            }
            if (isLock(event(i)) || isUnlock(i)) {
                lock(number, i, body, held, open, parameters);
                continue;
            }
            if (event(i).is(Tag.READ)) {
                registers.put(i, number + ":r" + reads++);
            }
            if (event(i).location() >= 0 && !event(i).is(Tag.GRACE_PERIOD)) {
                parameters.add("int *" + locations.get(event(i).location()));
            }
            body.add(statement(i));
        }
        for (int depth = open; depth >= 0; depth--) {
            int closing = depth;
            held.stream().filter(lock -> lock.depth() == closing)
                    .forEach(lock -> body.add("spin_unlock(" + lock.word() + ");"));
            if (depth > 0) {
                body.add("}");
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("P" + number + "(" + String.join(", ", parameters) + ")");
        lines.add("{");
        for (int r = 0; r < reads; r++) {
            lines.add("\tint r" + r + ";");
        }
        int depth = 1;
        for (String line : body) {
            depth -= line.equals("}") ? 1 : 0;
            lines.add("\t".repeat(depth) + line);
            depth += line.endsWith("{") ? 1 : 0;
        }
        lines.add("}");
        return lines;
    }

    /// A lock that is taken inside of so many branches, and not given back in the part of the run that is written.
    private record Held(String word, int depth) {}

    /// Locks of all kinds order what spinlocks do. Readers do not exclude each other, so each has a lock of its own.
    private void lock(int thread, int event, List<String> body, List<Held> held, int depth, Set<String> parameters)
            throws Inexpressible {
        String lock = lockName(event(event).location());
        boolean shared = switch (instruction(event)) {
            case Instruction.Lock i -> i.mode() == LockMode.READ;
            case Instruction.Unlock i -> i.mode() == LockMode.READ;
            case Instruction.TryLock i -> i.mode() == LockMode.READ;
            default -> throw new Inexpressible("it asks whether " + lock + " is held");
        };
        String word = shared ? lock + "_P" + thread : lock;
        parameters.add("spinlock_t *" + word);
        if (isUnlock(event)) {
            if (!held.removeIf(taken -> taken.word().equals(word))) {
                body.addFirst("spin_lock(" + word + ");");
            }
            body.add("spin_unlock(" + word + ");");
        } else {
            held.add(new Held(word, depth));
            body.add("spin_lock(" + word + ");");
        }
    }

    /// The read of the cycle that an access depends on in this way.
    private Optional<Integer> dependency(int event, String kind) {
        return cycle.edges().stream()
                .filter(edge -> half(edge.to()) == event && edge.order().filter(kind::equals).isPresent())
                .map(edge -> half(edge.from()))
                .findFirst();
    }

    private String register(int read) {
        String name = Objects.requireNonNull(registers.get(read));
        return name.substring(name.indexOf(':') + 1);
    }

    private String statement(int i) throws Inexpressible {
        Event event = event(i);
        if (event.is(Tag.GRACE_PERIOD)) {
            return "synchronize_rcu();";
        }
        if (instruction(i) instanceof Instruction.Fence fence) {
            return fence.kind().kernelName() + "();";
        }
        String cell = locations.get(event.location());
        String address =
                dependency(i, "addr").map(read -> "(" + cell + " + (" + register(read) + " & 0))").orElse(cell);
        if (event.is(Tag.WRITE)) {
            String value = dependency(i, "data")
                    .map(read -> "(" + register(read) + " & 0) + " + numbers.get(i))
                    .orElse(String.valueOf(numbers.get(i)));
            return event.is(Tag.PLAIN) ? "*" + address + " = " + value + ";"
                    : event.is(Tag.RELEASE) ? "smp_store_release(" + address + ", " + value + ");"
                            : "WRITE_ONCE(*" + address + ", " + value + ");";
        }
        int write = graph.writeOf(i);
        if (write >= 0) {
            String suffix = event.is(Tag.FULL) && !event.is(Tag.VOID) ? ""
                    : event.is(Tag.ACQUIRE) ? "_acquire" : event(write).is(Tag.RELEASE) ? "_release" : "_relaxed";
            return register(i) + " = xchg" + suffix + "(" + address + ", " + numbers.get(write) + ");";
        }
        return register(i) + " = "
                + (event.is(Tag.PLAIN) ? "*" + address
                        : event.is(Tag.ACQUIRE) ? "smp_load_acquire(" + address + ")" : "READ_ONCE(*" + address + ")")
                + ";";
    }

    // ---- the condition

    /// What a read of the cycle has read: the number of a store, or 0.
    private int value(int read) throws Inexpressible {
        int source = graph.source(read);
        if (numbers.containsKey(source)) {
            return numbers.get(source);
        }
        boolean oldest = source < 0 || numbers.keySet().stream()
                .filter(store -> event(store).location() == event(read).location())
                .allMatch(store -> graph.isBefore(source, store));
        if (!oldest) {
            throw new Inexpressible("what it reads of " + graph.location(event(read).location())
                    + " was written by an agent outside its cycle");
        }
        return 0;
    }

    private String condition() throws Inexpressible {
        List<String> parts = new ArrayList<>();
        TreeSet<Integer> corners = new TreeSet<>();
        cycle.edges().forEach(edge -> corners.add(half(edge.from())));
        for (int corner : corners) {
            if (event(corner).is(Tag.READ)) {
                parts.add(registers.get(corner) + "=" + value(corner));
            }
        }
        TreeSet<Integer> ordered = new TreeSet<>();
        cycle.edges().stream().filter(edge -> edge.relation().equals("co"))
                .forEach(edge -> ordered.add(event(edge.to()).location()));
        for (int location : ordered) {
            int last = numbers.entrySet().stream()
                    .filter(entry -> event(entry.getKey()).location() == location)
                    .max(Comparator.comparing(Map.Entry::getValue)).orElseThrow().getValue();
            parts.add(locations.get(location) + "=" + last);
        }
        return String.join(" /\\ ", parts);
    }
}
