package overtake.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import overtake.explore.endless.Fairness;

/// A way from a node of a fair set of states back to it on which everybody goes on who could: the shortest one for a start, which then visits whoever was left out.
final class Round {
    private final StateGraph graph;
    private final Fairness fairness;
    private final Components components;
    private final int start;
    private final int label;
    private final List<Integer> edges = new ArrayList<>();
    private int at;

    /// @param components in which the set has a label of its own
    Round(StateGraph graph, Fairness fairness, Components components, int start) {
        this.graph = graph;
        this.fairness = fairness;
        this.components = components;
        this.start = start;
        label = components.label(start);
        at = start;
    }

    /// The processes that go on, one after another.
    List<Integer> processes() {
        BitSet wanted = new BitSet(fairness.size());
        int before = -1;
        while (wanted.cardinality() > before) {
            before = wanted.cardinality();
            edges.clear();
            at = start;
            for (int p = wanted.nextSetBit(0); p >= 0; p = wanted.nextSetBit(p + 1)) {
                int process = p;
                if (edges.stream().noneMatch(edge -> graph.process(edge) == process)) {
                    walk(edge -> graph.process(edge) == process);
                }
            }
            if (edges.isEmpty() || at != start) {
                walk(edge -> graph.to(edge) == start);
            }
            offer(wanted);
        }
        return edges.stream().map(graph::process).toList();
    }

    /// Adds the processes that could go on somewhere on the way.
    private void offer(BitSet wanted) {
        int node = start;
        for (int taken : edges) {
            for (int edge = graph.first(node); edge < graph.first(node + 1); edge++) {
                if (fairness.mustGoOn(graph.process(edge))) {
                    wanted.set(graph.process(edge));
                }
            }
            node = graph.to(taken);
        }
    }

    /// Goes on, by a shortest way within the set, until an edge is taken that is sought.
    private void walk(IntPredicate sought) {
        Map<Integer, Integer> cameBy = new TreeMap<>();
        Map<Integer, Integer> cameFrom = new TreeMap<>(Map.of(at, at));
        Deque<Integer> open = new ArrayDeque<>(List.of(at));
        while (!open.isEmpty()) {
            int node = open.poll();
            for (int edge = graph.first(node); edge < graph.first(node + 1); edge++) {
                int target = graph.to(edge);
                if (components.label(target) != label) {
                    continue;
                }
                if (sought.test(edge)) {
                    go(node, edge, cameBy, cameFrom);
                    return;
                }
                if (cameFrom.putIfAbsent(target, node) == null) {
                    cameBy.put(target, edge);
                    open.add(target);
                }
            }
        }
        throw new IllegalStateException("a set of states that is not strongly connected");
    }

    private void go(int node, int last, Map<Integer, Integer> cameBy, Map<Integer, Integer> cameFrom) {
        List<Integer> way = new ArrayList<>(List.of(last));
        for (int back = node; back != at; back = Objects.requireNonNull(cameFrom.get(back))) {
            way.add(cameBy.get(back));
        }
        edges.addAll(way.reversed());
        at = graph.to(last);
    }
}
