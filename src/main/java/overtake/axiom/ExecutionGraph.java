package overtake.axiom;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import overtake.program.FenceKind;
import overtake.program.World;

/// Events and the relations between them that make an execution: program order, dependencies, reads-from, coherence order.
public final class ExecutionGraph {
    final World world;
    final List<Event> events;
    final Relation po;
    final Relation addr;
    final Relation data;
    final Relation ctrl;
    final Relation rmw;
    /// From the begin of a read-side section to its end.
    final Relation sections;
    final Relation rf;
    /// Transitive; an initial value is before all other stores of its location.
    final Relation co;
    /// For each event the mark that was set when it was performed, see [GraphRecorder#mark]; 0 if there was none.
    private final int[] marks;
    private final Parts parts;
    private final Supplier<Stream<ExecutionGraph>> others;

    private ExecutionGraph(Parts parts, Relation rf, Relation co, Supplier<Stream<ExecutionGraph>> others) {
        this.parts = parts;
        this.others = others;
        world = parts.world;
        events = List.copyOf(parts.events);
        po = parts.po;
        addr = parts.addr;
        data = parts.data;
        ctrl = parts.ctrl;
        rmw = parts.rmw;
        sections = parts.sections;
        this.rf = rf;
        this.co = co;
        marks = parts.marks;
    }

    /// A graph with one event more, in which nothing else is different: a fence right before an access.
    private ExecutionGraph(ExecutionGraph graph, Event fence, int before) {
        parts = graph.parts;
        others = () -> graph.others().map(other -> new ExecutionGraph(other, fence, before));
        world = graph.world;
        List<Event> all = new ArrayList<>(graph.events);
        all.add(fence);
        events = List.copyOf(all);
        int last = graph.events.size();
        Relation order = graph.po.larger();
        for (int i = 0; i < last; i++) {
            if (graph.po.has(i, before)) {
                order.add(i, last);
            }
            if (i == before || graph.po.has(before, i)) {
                order.add(last, i);
            }
        }
        po = order;
        addr = graph.addr.larger();
        data = graph.data.larger();
        ctrl = graph.ctrl.larger();
        rmw = graph.rmw.larger();
        sections = graph.sections.larger();
        rf = graph.rf.larger();
        co = graph.co.larger();
        marks = java.util.Arrays.copyOf(graph.marks, last + 1);
    }

    /// The same execution with a fence right before an event.
    public ExecutionGraph fenced(FenceKind kind, int before) {
        Event.Tag tag = Event.Tag.of(kind);
        return new ExecutionGraph(this, new Event(events.get(before).agent(), -1, -1, 0, EnumSet.of(tag)), before);
    }

    /// What a read reads from, or -1 if that is not part of the graph.
    public int source(int read) {
        return rf.inverse().row(read).nextSetBit(0);
    }

    /// The name of what an event accesses, such as `gpc.valid`.
    public String location(int location) {
        return new Locations(world).name(location);
    }

    /// Whether one store comes before another one in coherence order.
    public boolean isBefore(int store, int other) {
        return co.has(store, other);
    }

    /// The write of a read-modify-write whose read an event is, or -1.
    public int writeOf(int read) {
        return rmw.row(read).nextSetBit(0);
    }

    /// The mark that was set when an event was performed, or 0.
    public int mark(int event) {
        return marks[event];
    }

    ExecutionGraph withOthers(Supplier<Stream<ExecutionGraph>> same) {
        return new ExecutionGraph(parts, rf, co, same);
    }

    /// Other graphs of the same run: they differ in what no run tells, see [SectionReads].
    Stream<ExecutionGraph> others() {
        return others.get();
    }

    public List<Event> events() {
        return events;
    }

    BitSet all(Event.Tag tag) {
        BitSet set = new BitSet();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).is(tag)) {
                set.set(i);
            }
        }
        return set;
    }

    /// A name for an event, such as `vcpu0: WRITE_ONCE(gpc.valid)`.
    public String describe(int event) {
        Event e = events.get(event);
        if (e.agent() == Event.NOBODY) {
            return "initial " + new Locations(world).name(e.location()) + " = " + e.value();
        }
        var program = world.programs().get(e.agent());
        if (e.pc() < 0) {
            return program.agent() + ": " + e.tags().iterator().next().name().toLowerCase(java.util.Locale.ROOT);
        }
        return program.agent() + ": " + program.sourceAt(e.pc()).operation();
    }

    /// The site of an event as `agent site`.
    public String site(int event) {
        Event e = events.get(event);
        if (e.agent() == Event.NOBODY) {
            return "initial value";
        }
        var program = world.programs().get(e.agent());
        return program.agent() + " " + program.sourceAt(e.pc()).site();
    }

    /// Everything but reads-from and coherence order: the paths of all agents.
    static final class Parts {
        final World world;
        final List<Event> events = new ArrayList<>();
        /// For each agent the number of its first event.
        final int[] first;
        final Relation po;
        final Relation addr;
        final Relation data;
        final Relation ctrl;
        final Relation rmw;
        final Relation sections;
        final int[] marks;

        /// @param initial the initial values, which come first
        /// @param paths one for each agent
        Parts(World world, List<Event> initial, List<AgentPath> paths) {
            this.world = world;
            events.addAll(initial);
            first = new int[paths.size()];
            for (int a = 0; a < first.length; a++) {
                first[a] = events.size();
                events.addAll(paths.get(a).events());
            }
            int size = events.size();
            marks = new int[size];
            po = new Relation(size);
            addr = new Relation(size);
            data = new Relation(size);
            ctrl = new Relation(size);
            rmw = new Relation(size);
            sections = new Relation(size);
            for (int a = 0; a < first.length; a++) {
                AgentPath path = paths.get(a);
                int base = first[a];
                for (int i = 0; i < path.events().size(); i++) {
                    for (int j = i + 1; j < path.events().size(); j++) {
                        po.add(base + i, base + j);
                    }
                    add(addr, base, path.addr().get(i), i);
                    add(data, base, path.data().get(i), i);
                    add(ctrl, base, path.ctrl().get(i), i);
                }
                path.rmw().forEach(pair -> rmw.add(base + pair.from(), base + pair.to()));
                path.sections().forEach(pair -> sections.add(base + pair.from(), base + pair.to()));
            }
        }

        private static void add(Relation relation, int base, BitSet from, int to) {
            from.stream().forEach(i -> relation.add(base + i, base + to));
        }

        /// The graph with these communications. `source` says for each read what it reads from, or -1; `orders` are the stores of each
        /// location in coherence order.
        ExecutionGraph graph(int[] source, List<List<Integer>> orders) {
            Relation rf = new Relation(events.size());
            for (int i = 0; i < source.length; i++) {
                if (source[i] >= 0) {
                    rf.add(source[i], i);
                }
            }
            Relation co = new Relation(events.size());
            for (List<Integer> order : orders) {
                for (int i = 0; i < order.size(); i++) {
                    for (int j = i + 1; j < order.size(); j++) {
                        co.add(order.get(i), order.get(j));
                    }
                }
            }
            return new ExecutionGraph(this, rf, co, Stream::empty);
        }
    }
}
