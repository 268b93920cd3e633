package overtake.check;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import overtake.explore.endless.Fairness;
import overtake.machine.Choices;
import overtake.machine.Machine;

/// All states that can be reached, with all steps between them: nodes numbered in the order of a search by levels, so that the tree of first visits has
/// shortest runs; edges with the process that goes on. About 100 bytes a state.
final class StateGraph {
    private static final int LEAST = 1 << 12;
    private static final int EDGE_BYTES = 8;
    private static final int MOST_EDGES = 1 << 29;

    private final Machine machine;
    private final Fairness fairness;
    private final PathNodes nodes = new PathNodes();
    private final Fingerprint fingerprint;
    private final Choices choices = new Choices();
    private final int[] state;
    private final int[] work;
    /// By node: its first edge; those of the node behind it begin where its own end.
    private int[] first = new int[LEAST];

    private int[] to = new int[LEAST];
    private int[] process = new int[LEAST];
    private int edges;
    private int expanded;

    StateGraph(Machine machine, Fairness fairness) {
        this.machine = machine;
        this.fairness = fairness;
        fingerprint = new Fingerprint(machine.size());
        state = new int[machine.size()];
        work = new int[machine.size()];
    }

    /// Visits everything.
    ///
    /// @param mostBytes about how much memory the graph may take
    /// @return false if it did not fit, or was stopped
    boolean explore(long mostStates, long mostBytes, BooleanSupplier stopped) {
        machine.reset(state);
        fingerprint.of(state);
        nodes.improve(fingerprint.high(), fingerprint.low(), 0, -1, 0);
        Frontier level = new Frontier(machine.size());
        level.add(state, fingerprint.high(), fingerprint.low());
        for (long depth = 1; level.states() > 0; depth++) {
            Frontier next = new Frontier(machine.size());
            for (Frontier.Chunk chunk : level.chunks()) {
                long bytes = nodes.bytes() + 4L * first.length + (long) EDGE_BYTES * to.length + level.bytes()
                        + next.bytes();
                if (stopped.getAsBoolean() || nodes.size() > mostStates || bytes > mostBytes || edges > MOST_EDGES) {
                    return false;
                }
                expand(chunk, depth, next);
            }
            level = next;
        }
        first[expanded] = edges;
        return true;
    }

    private void expand(Frontier.Chunk chunk, long depth, Frontier next) {
        Frontier.Cursor cursor = new Frontier.Cursor(chunk, machine.size());
        while (cursor.next(state)) {
            int node = expanded++;
            if (expanded == first.length) {
                first = Arrays.copyOf(first, 2 * expanded);
            }
            first[node] = edges;
            machine.enabled(state, choices);
            for (int i = 0; i < choices.size(); i++) {
                int step = choices.step(i);
                System.arraycopy(state, 0, work, 0, work.length);
                machine.apply(work, step);
                fingerprint.set(cursor.high(), cursor.low());
                fingerprint.update(state, work, 0, work.length);
                if (nodes.improve(fingerprint.high(), fingerprint.low(), depth, node, step)) {
                    next.add(work, fingerprint.high(), fingerprint.low());
                }
                add(nodes.find(fingerprint.high(), fingerprint.low()),
                        fairness.process(state, step, choices.op(i)));
            }
        }
    }

    private void add(int target, int by) {
        if (edges == to.length) {
            to = Arrays.copyOf(to, 2 * edges);
            process = Arrays.copyOf(process, 2 * edges);
        }
        to[edges] = target;
        process[edges++] = by;
    }

    /// Number of nodes.
    int size() {
        return expanded;
    }

    /// The first edge of a node; behind its last one the first of the next node.
    int first(int node) {
        return first[node];
    }

    /// Where an edge leads.
    int to(int edge) {
        return to[edge];
    }

    /// See [Fairness].
    int process(int edge) {
        return process[edge];
    }

    /// Whether no step is possible.
    boolean isEnd(int node) {
        return first[node] == first[node + 1];
    }

    /// The steps of a shortest run to the node.
    List<Integer> path(int node) {
        return nodes.path(node);
    }
}
