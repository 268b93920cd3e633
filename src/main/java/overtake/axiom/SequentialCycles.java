package overtake.axiom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import overtake.axiom.Event.Tag;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.FenceKind;

/// The critical cycles of an execution (Shasha and Snir, TOPLAS 1988): in program order and communication, which interleaving agents cannot
/// make, each as short as can be around a pair of accesses that the memory model lets pass each other.
public final class SequentialCycles {
    private static final int STEP = 1000;

    private final ExecutionGraph graph;
    private final MemoryModel model;
    private final KernelModel kernel;
    private final Relation programOrder;
    private final Relation communication;
    private final Relation earlier;
    private final BitSet locked;
    /// Accesses whose communication orders nothing.
    private final BitSet plain;
    /// Pairs of program order that the model keeps; and those of them that it keeps for everybody.
    private final Relation ordered;
    private final Relation strong;

    private SequentialCycles(ExecutionGraph graph, MemoryModel model) {
        this.graph = graph;
        this.model = model;
        kernel = new KernelModel(graph);
        kernel.broken().ifPresent(axiom -> {
            throw new IllegalStateException("the run is none, by " + axiom.word());
        });
        earlier = graph.po.inverse();
        BitSet accesses = kernel.accesses();
        programOrder = kernel.po.from(accesses).to(accesses);
        communication = kernel.communication().and(kernel.external);
        locked = locked();
        ordered = switch (model) {
            case Sc _ -> programOrder;
            case Tso _ -> tso();
            case Lkmm _ -> kernel.ordered().and(programOrder);
        };
        strong = model instanceof Lkmm ? kernel.strong().and(programOrder) : ordered;
        plain = model instanceof Lkmm ? kernel.plain : new BitSet();
    }

    /// Events that wait under tso until the agent's channel is empty.
    private BitSet locked() {
        BitSet all = new BitSet();
        for (int i = 0; i < graph.events.size(); i++) {
            BitSet writes = graph.rmw.row(i);
            if (!writes.isEmpty()) {
                all.set(i);
                all.or(writes);
            }
            Event event = graph.events.get(i);
            all.set(i, all.get(i) || event.is(Tag.MB) || event.is(Tag.GRACE_PERIOD));
        }
        return all;
    }

    /// Cycles of an execution that the model allows, those first that have the fewest edges and of them those with the fewest pairs that nothing
    /// orders; none if interleaving makes the execution.
    ///
    /// @param most how many at most
    /// @throws IllegalStateException if the kernel's model forbids the execution
    public static List<Cycle> of(ExecutionGraph graph, MemoryModel model, int most) {
        SequentialCycles cycles = new SequentialCycles(graph, model);
        if (cycles.programOrder.or(cycles.communication).isAcyclic()) {
            return List.of();
        }
        List<Cycle> found = new ArrayList<>();
        for (int to = 0; to < graph.events.size(); to++) {
            if (!cycles.communication.row(to).isEmpty()) {
                cycles.around(to, found);
            }
        }
        found.sort(Comparator.comparing((Cycle cycle) -> cycle.gaps().isEmpty())
                .thenComparingInt(cycle -> cycle.edges().size())
                .thenComparingInt(cycle -> cycle.gaps().size()));
        List<Cycle> distinct = new ArrayList<>();
        TreeSet<String> seen = new TreeSet<>();
        for (Cycle cycle : found) {
            if (distinct.size() < most && seen.add(cycle.key())) {
                distinct.add(cycle);
            }
        }
        return distinct;
    }

    /// What orders two accesses of one agent, in the model's words; empty if nothing does.
    private Optional<String> order(int from, int to) {
        return switch (model) {
            case Sc _ -> Optional.of("po");
            case Tso _ -> tso(from, to);
            case Lkmm _ -> kernel.order(from, to);
        };
    }

    private Relation tso() {
        Relation kept = new Relation(graph.events.size());
        for (int from = 0; from < graph.events.size(); from++) {
            BitSet later = programOrder.row(from);
            for (int to = later.nextSetBit(0); to >= 0; to = later.nextSetBit(to + 1)) {
                if (tso(from, to).isPresent()) {
                    kept.add(from, to);
                }
            }
        }
        return kept;
    }

    /// Only a load passes a store, unless something between them waits until the store is in memory.
    private Optional<String> tso(int from, int to) {
        boolean passes = graph.events.get(from).is(Tag.WRITE) && graph.events.get(to).is(Tag.READ)
                && !kernel.loc.has(from, to);
        if (!passes) {
            return Optional.of("tso");
        }
        BitSet between = graph.po.row(from);
        between.and(earlier.row(to));
        between.set(from);
        between.set(to);
        between.and(locked);
        return between.isEmpty() ? Optional.empty()
                : Optional.of(between.stream().anyMatch(i -> graph.events.get(i).is(Tag.MB)) ? "smp_mb" : "atomic");
    }

    /// The cheapest cycle through each earlier access of the same agent, hit by a communication, that the model lets this one pass.
    private void around(int to, List<Cycle> found) {
        int size = graph.events.size();
        int[] cost = new int[size];
        int[] before = new int[size];
        boolean[] done = new boolean[size];
        Arrays.fill(cost, Integer.MAX_VALUE);
        cost[to] = 0;
        for (int at = to; at >= 0; at = nearest(cost, done)) {
            done[at] = true;
            relax(at, cost, before);
        }
        BitSet first = earlier.row(to);
        for (int from = first.nextSetBit(0); from >= 0; from = first.nextSetBit(from + 1)) {
            boolean passable = programOrder.has(from, to)
                    && (!strong.has(from, to) || plain.get(from) || plain.get(to));
            if (passable && cost[from] < Integer.MAX_VALUE && communication.has(before[from], from)) {
                List<Integer> events = new ArrayList<>();
                for (int at = from; at != to; at = before[at]) {
                    events.addFirst(at);
                }
                events.addFirst(to);
                found.add(cycle(events));
            }
        }
    }

    private void relax(int at, int[] cost, int[] before) {
        BitSet next = programOrder.row(at);
        next.or(communication.row(at));
        for (int i = next.nextSetBit(0); i >= 0; i = next.nextSetBit(i + 1)) {
            boolean gap = programOrder.has(at, i) && !ordered.has(at, i);
            int through = cost[at] + STEP + (gap ? 1 : 0);
            if (through < cost[i]) {
                cost[i] = through;
                before[i] = at;
            }
        }
    }

    private static int nearest(int[] cost, boolean[] done) {
        int nearest = -1;
        for (int i = 0; i < cost.length; i++) {
            if (!done[i] && cost[i] < Integer.MAX_VALUE && (nearest < 0 || cost[i] < cost[nearest])) {
                nearest = i;
            }
        }
        return nearest;
    }

    /// @param events those of the cycle, from the later access of the pair to the earlier one; of three of one agent the middle one says nothing
    private Cycle cycle(List<Integer> events) {
        int size = events.size();
        List<Integer> corners = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int at = events.get(i);
            boolean middle = programOrder.has(events.get((i + size - 1) % size), at)
                    && programOrder.has(at, events.get((i + 1) % size));
            if (!middle) {
                corners.add(at);
            }
        }
        List<Cycle.Edge> edges = new ArrayList<>();
        for (int i = 0; i < corners.size(); i++) {
            edges.add(edge(corners.get((i + corners.size() - 1) % corners.size()), corners.get(i)));
        }
        return new Cycle(edges.stream().allMatch(edge -> edge.order().isPresent())
                ? edges.stream().map(this::plain).toList()
                : edges);
    }

    private Cycle.Edge edge(int from, int to) {
        boolean internal = programOrder.has(from, to);
        String relation = internal ? "po" : kernel.rf.has(from, to) ? "rf" : kernel.co.has(from, to) ? "co" : "fr";
        Optional<String> order = internal ? order(from, to) : Optional.of(relation);
        return new Cycle.Edge(from, to, relation, order, internal && strong.has(from, to));
    }

    /// Where program order has no gap, what a plain access sees is one.
    private Cycle.Edge plain(Cycle.Edge edge) {
        boolean gap = !edge.internal() && (plain.get(edge.from()) || plain.get(edge.to()));
        return gap ? new Cycle.Edge(edge.from(), edge.to(), edge.relation(), Optional.empty(), false) : edge;
    }

    /// Why an execution is none with fences in it, in the model's words, an edge a line; empty if it still is one.
    ///
    /// @param fences each right before the second access of its edge
    public static List<String> forbidden(ExecutionGraph graph, MemoryModel model, List<Put> fences) {
        ExecutionGraph fenced = graph;
        for (Put put : fences) {
            fenced = fenced.fenced(put.kind(), put.before());
        }
        KernelModel kernel = new KernelModel(fenced);
        Optional<Axiom> broken = kernel.broken();
        if (broken.isPresent()) {
            List<String> lines = new ArrayList<>(List.of(broken.get().word()));
            lines.addAll(Cycles.explain(kernel, broken.get()));
            return lines;
        }
        SequentialCycles cycles = new SequentialCycles(fenced, model);
        boolean kept = !(model instanceof Lkmm) && !cycles.ordered.or(cycles.communication).isAcyclic();
        return kept ? List.of(model.name() + ": every edge is kept") : List.of();
    }

    /// A fence right before an event.
    public record Put(FenceKind kind, int before) {}

    /// A cycle of an execution in program order and communication. Each edge begins where the one before ends, the first where the last ends.
    public record Cycle(List<Edge> edges) {
        public Cycle {
            edges = List.copyOf(edges);
        }

        /// One step of it, between events of the graph.
        ///
        /// @param relation `po` within an agent; `rf`, `co` or `fr` between two
        /// @param order what makes the first happen before the second, by its name in the memory model; empty if nothing does
        /// @param strong whether it is program order that holds for everybody, as behind a full fence
        public record Edge(int from, int to, String relation, Optional<String> order, boolean strong) {
            public boolean internal() {
                return relation.equals("po");
            }
        }

        /// The edges that nothing orders.
        public List<Edge> gaps() {
            return edges.stream().filter(edge -> edge.order().isEmpty()).toList();
        }

        /// Where a fence may help: what nothing orders; then what is ordered by less than a full fence.
        public List<Edge> weak() {
            List<Edge> weak = new ArrayList<>(gaps().stream().filter(Edge::internal).toList());
            edges.stream()
                    .filter(edge -> edge.internal() && edge.order().isPresent() && !edge.strong())
                    .forEach(weak::add);
            return weak;
        }

        /// Its relations: `[po] ; fr ; smp_mb ; fr`, those in brackets ordered by nothing.
        public String shape() {
            return edges.stream()
                    .map(edge -> edge.order().orElse("[" + edge.relation() + "]"))
                    .collect(Collectors.joining(" ; "));
        }

        /// Equal for equal cycles, wherever they begin.
        String key() {
            return edges.stream().map(edge -> edge.from() + ">" + edge.to()).sorted().toList().toString();
        }
    }
}
