package overtake.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import overtake.check.CheckResult.Found;
import overtake.check.CheckResult.Lasso;
import overtake.check.CheckResult.Proof;
import overtake.explore.endless.Fairness;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.machine.FaultKind;
import overtake.machine.Machine;

/// Looks for a livelock: an endless run that is fair (see [Fairness]). Nobody comes to an end in its round, since that is never undone. Whoever waits for a store or a
/// lock that is still to come makes no livelock, because in a fair run it comes.
///
/// A fair run stays for ever in a strongly connected set of states in which every process that could go on does. The largest such sets are what remains when
/// states with a process that never goes on within their component are taken away, until there are none (Emerson and Lei, "Modalities for model
/// checking: branching time logic strikes back", Science of Computer Programming 8, 1987).
final class Livelocks {
    private final Machine machine;
    private final Fairness fairness;
    private final StateGraph graph;
    private final BooleanSupplier stopped;
    private int labels;

    Livelocks(Machine machine, Fairness fairness, BooleanSupplier stopped) {
        this.machine = machine;
        this.fairness = fairness;
        this.stopped = stopped;
        graph = new StateGraph(machine, fairness);
    }

    /// Visits all states.
    ///
    /// @return false if they do not fit
    boolean explore(long mostStates, long mostBytes) {
        return graph.explore(mostStates, mostBytes, stopped);
    }

    /// The livelock that the fewest steps lead to: these, then one round.
    Optional<Found> find() {
        Components components = new Components(graph);
        Optional<int[]> first = first(components);
        return first.map(nodes -> {
            components.label(nodes, ++labels);
            int start = Arrays.stream(nodes).min().orElseThrow();
            List<Integer> steps = new ArrayList<>(graph.path(start));
            List<Integer> round = new Round(graph, fairness, components, start).processes();
            steps.addAll(steps(steps, round));
            Found found = new Shortest(machine, stopped).found(
                    new Fault(FaultKind.LIVELOCK, -1, -1, FaultKind.LIVELOCK.property()), steps, Proof.WAY_IN);
            return new Found(found.violation(), found.minimum(),
                    Optional.of(new Lasso(round.size(), !leadsOut(start))));
        });
    }

    /// Of the largest fair sets the one with the first node.
    private Optional<int[]> first(Components components) {
        Optional<int[]> best = Optional.empty();
        int least = Integer.MAX_VALUE;
        Deque<int[]> parts = new ArrayDeque<>();
        parts.add(IntStream.range(0, graph.size()).toArray());
        while (!parts.isEmpty()) {
            for (int[] component : components.of(parts.poll())) {
                int start = Arrays.stream(component).min().orElseThrow();
                if (start >= least) {
                    continue;
                }
                int label = ++labels;
                components.label(component, label);
                BitSet missing = missing(components, component, label);
                if (missing.isEmpty()) {
                    least = start;
                    best = Optional.of(component);
                } else {
                    rest(components, component, missing).ifPresent(parts::add);
                }
            }
        }
        return best;
    }

    /// The part of a component in which none of the processes can go on.
    private Optional<int[]> rest(Components components, int[] component, BitSet missing) {
        int[] rest = Arrays.stream(component).filter(node -> !offers(node, missing)).toArray();
        components.label(component, -1);
        components.label(rest, ++labels);
        return rest.length > 0 ? Optional.of(rest) : Optional.empty();
    }

    /// The processes that could go on in a component but do not within it.
    private BitSet missing(Components components, int[] component, int label) {
        BitSet offered = new BitSet(fairness.size());
        BitSet taken = new BitSet(fairness.size());
        for (int node : component) {
            for (int edge = graph.first(node); edge < graph.first(node + 1); edge++) {
                if (fairness.mustGoOn(graph.process(edge))) {
                    offered.set(graph.process(edge));
                }
                if (components.label(graph.to(edge)) == label) {
                    taken.set(graph.process(edge));
                }
            }
        }
        offered.andNot(taken);
        return offered;
    }

    private boolean offers(int node, BitSet processes) {
        for (int edge = graph.first(node); edge < graph.first(node + 1); edge++) {
            if (processes.get(graph.process(edge))) {
                return true;
            }
        }
        return false;
    }

    /// The steps by which processes go on, after a run.
    private List<Integer> steps(List<Integer> before, List<Integer> processes) {
        Choices choices = new Choices();
        int[] state = machine.initial();
        before.forEach(step -> machine.apply(state, step));
        List<Integer> steps = new ArrayList<>();
        for (int process : processes) {
            machine.enabled(state, choices);
            int index = 0;
            while (fairness.process(state, choices.step(index), choices.op(index)) != process) {
                index++;
            }
            steps.add(choices.step(index));
            machine.apply(state, choices.step(index));
        }
        return steps;
    }

    /// Whether any run from the node comes to an end.
    private boolean leadsOut(int from) {
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(List.of(from));
        seen.set(from);
        while (!open.isEmpty()) {
            int node = open.poll();
            if (graph.isEnd(node)) {
                return true;
            }
            for (int edge = graph.first(node); edge < graph.first(node + 1); edge++) {
                if (!seen.get(graph.to(edge))) {
                    seen.set(graph.to(edge));
                    open.add(graph.to(edge));
                }
            }
        }
        return false;
    }
}
