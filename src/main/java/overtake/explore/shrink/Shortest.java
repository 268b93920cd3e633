package overtake.explore.shrink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// Dijkstra's algorithm over the states of a world, each with the agent that made the last step: finds the smallest run that breaks a
/// property, or shows that there is none. States are compared whole. Memory is bounded by the number of ints of all states.
public final class Shortest {
    private static final long MOST_INTS = 40L << 20;
    private static final int NOBODY = -1;

    private final Machine machine;
    private final Meter meter;
    private final BooleanSupplier stop;
    private final Choices choices = new Choices();
    private final CostHeap open = new CostHeap();
    /// Ints of one node: a state, then the agent of the last step.
    private final int width;
    private final int[] next;
    private int[] arena;
    private int[] table;
    private long[] cost = new long[1024];
    private int[] parent = new int[1024];
    private int[] step = new int[1024];
    private int nodes;
    private long left;
    private long visited;

    /// @param states how many states all searches together may visit
    /// @param stop asked now and then whether to give up
    public Shortest(World world, MemoryModel model, Bounds bounds, long states, BooleanSupplier stop) {
        machine = new Machine(world, model, bounds);
        meter = new Meter(machine);
        machine.journal(meter);
        this.stop = stop;
        left = states;
        width = machine.size() + 1;
        next = new int[width];
        arena = new int[1024 * width];
        table = new int[4096];
    }

    /// What a search came to.
    ///
    /// @param steps of the smallest run; empty if there is none or it was not found
    /// @param fault that it ends in
    /// @param complete whether all that the question covers was visited, so that the answer is final
    public record Answer(List<Integer> steps, Optional<Fault> fault, boolean complete) {}

    /// States visited so far.
    public long visited() {
        return visited;
    }

    /// The smallest run of some agents that breaks the property and is smaller than a limit.
    ///
    /// @param agents bit set of those that may make steps
    /// @param property name of a property; empty for any
    public Answer search(int agents, String property, Size limit) {
        return search(agents, property, limit.packed());
    }

    /// The smallest run of any that breaks the property.
    ///
    /// @param property name of a property; empty for any
    public Answer search(String property) {
        return search(-1, property, Long.MAX_VALUE);
    }

    private Answer search(int agents, String property, long limit) {
        nodes = 0;
        open.clear();
        Arrays.fill(table, 0);
        int[] first = machine.initial();
        System.arraycopy(first, 0, next, 0, first.length);
        next[width - 1] = NOBODY;
        reach(0, NOBODY, 0);
        while (!open.isEmpty()) {
            long least = open.leastCost();
            int node = open.remove();
            if (least > cost[node]) {
                continue;
            }
            int[] state = Arrays.copyOfRange(arena, node * width, (node + 1) * width);
            machine.enabled(state, choices);
            if (choices.size() == 0) {
                Optional<Fault> fault = machine.abandoned(state) ? Optional.empty() : machine.ending(state);
                if (fault.filter(f -> property.isEmpty() || f.property().equals(property)).isPresent()) {
                    return new Answer(path(node), fault, true);
                }
                continue;
            }
            if (left <= 0 || stop.getAsBoolean()) {
                return new Answer(List.of(), Optional.empty(), false);
            }
            expand(node, state, agents, limit);
        }
        return new Answer(List.of(), Optional.empty(), left > 0 && !machine.boundMet());
    }

    private void expand(int node, int[] state, int agents, long limit) {
        for (int i = 0; i < choices.size(); i++) {
            int agent = choices.agent(i);
            if ((agents >>> agent & 1) == 0) {
                continue;
            }
            System.arraycopy(state, 0, next, 0, width);
            meter.before(next);
            machine.apply(next, choices.step(i));
            int last = state[width - 1];
            next[width - 1] = agent;
            long reached = cost[node] + meter.added(last != NOBODY && last != agent);
            if (reached < limit) {
                reach(reached, node, choices.step(i));
            }
        }
    }

    /// The state in `next` can be reached at that cost.
    private void reach(long reached, int from, int by) {
        int mask = table.length - 1;
        int at = hash() & mask;
        for (; table[at] != 0; at = at + 1 & mask) {
            int node = table[at] - 1;
            if (Arrays.equals(arena, node * width, (node + 1) * width, next, 0, width)) {
                if (reached < cost[node]) {
                    note(node, reached, from, by);
                }
                return;
            }
        }
        if ((long) (nodes + 1) * width > MOST_INTS) {
            left = 0;
            return;
        }
        left--;
        visited++;
        grow();
        System.arraycopy(next, 0, arena, nodes * width, width);
        table[at] = nodes + 1;
        note(nodes++, reached, from, by);
        if (2 * nodes > table.length) {
            rehash();
        }
    }

    private void note(int node, long reached, int from, int by) {
        cost[node] = reached;
        parent[node] = from;
        step[node] = by;
        open.add(reached, node);
    }

    private int hash() {
        long hash = 0;
        for (int i = 0; i < width; i++) {
            hash = (hash ^ next[i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash >>> 20);
    }

    private void grow() {
        if (nodes == cost.length) {
            cost = Arrays.copyOf(cost, 2 * nodes);
            parent = Arrays.copyOf(parent, 2 * nodes);
            step = Arrays.copyOf(step, 2 * nodes);
        }
        if ((nodes + 1) * width > arena.length) {
            arena = Arrays.copyOf(arena, (int) Math.min(2L * arena.length, MOST_INTS));
        }
    }

    private void rehash() {
        int[] old = table;
        table = new int[2 * old.length];
        for (int entry : old) {
            if (entry != 0) {
                System.arraycopy(arena, (entry - 1) * width, next, 0, width);
                int at = hash() & table.length - 1;
                while (table[at] != 0) {
                    at = at + 1 & table.length - 1;
                }
                table[at] = entry;
            }
        }
    }

    private List<Integer> path(int node) {
        List<Integer> steps = new ArrayList<>();
        for (int at = node; parent[at] != NOBODY; at = parent[at]) {
            steps.add(step[at]);
        }
        Collections.reverse(steps);
        return steps;
    }
}
