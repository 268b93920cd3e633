package overtake.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// What [Shortest] knows of each node: by which step and from which node it is reached at the least cost known, and that cost.
final class PathNodes {
    private static final int LEAST = 1 << 10;
    private static final int NONE = -1;
    /// Of a node, in all arrays.
    private static final int BYTES = 40;

    private long[] high = new long[LEAST];
    private long[] low = new long[LEAST];
    private long[] cost = new long[LEAST];
    private int[] parent = new int[LEAST];
    private int[] step = new int[LEAST];
    private int[] slots = new int[2 * LEAST];
    private int size;

    PathNodes() {
        Arrays.fill(slots, NONE);
    }

    int size() {
        return size;
    }

    long bytes() {
        return (long) BYTES * high.length;
    }

    private int slot(long highWord, long lowWord) {
        int mask = slots.length - 1;
        int at = (int) (highWord >>> 20) & mask;
        while (slots[at] != NONE && (high[slots[at]] != highWord || low[slots[at]] != lowWord)) {
            at = at + 1 & mask;
        }
        return at;
    }

    /// Number of a node, which must exist.
    int find(long highWord, long lowWord) {
        return slots[slot(highWord, lowWord)];
    }

    long cost(int node) {
        return cost[node];
    }

    /// The step by which a node other than the first is reached.
    int lastStep(int node) {
        return step[node];
    }

    /// Notes a way to a node.
    ///
    /// @return whether it is better than what was known
    boolean improve(long highWord, long lowWord, long by, int from, int with) {
        int at = slot(highWord, lowWord);
        int node = slots[at];
        if (node != NONE && cost[node] <= by) {
            return false;
        }
        if (node == NONE) {
            node = size++;
            if (node == high.length) {
                enlarge();
                at = slot(highWord, lowWord);
            }
            slots[at] = node;
            high[node] = highWord;
            low[node] = lowWord;
        }
        cost[node] = by;
        parent[node] = from;
        step[node] = with;
        return true;
    }

    private void enlarge() {
        int length = 2 * high.length;
        high = Arrays.copyOf(high, length);
        low = Arrays.copyOf(low, length);
        cost = Arrays.copyOf(cost, length);
        parent = Arrays.copyOf(parent, length);
        step = Arrays.copyOf(step, length);
        slots = new int[2 * length];
        Arrays.fill(slots, NONE);
        for (int node = 0; node < length / 2; node++) {
            slots[slot(high[node], low[node])] = node;
        }
    }

    /// The steps from the first node to this one.
    List<Integer> path(int node) {
        List<Integer> steps = new ArrayList<>();
        for (int at = node; parent[at] != NONE; at = parent[at]) {
            steps.add(step[at]);
        }
        Collections.reverse(steps);
        return steps;
    }
}
