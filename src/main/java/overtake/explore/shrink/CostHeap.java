package overtake.explore.shrink;

import java.util.Arrays;

/// Nodes in the order of their costs: a binary heap.
final class CostHeap {
    private long[] costs = new long[1024];
    private int[] nodes = new int[1024];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        size = 0;
    }

    void add(long cost, int node) {
        if (size == costs.length) {
            costs = Arrays.copyOf(costs, 2 * size);
            nodes = Arrays.copyOf(nodes, 2 * size);
        }
        int at = size++;
        while (at > 0 && costs[(at - 1) / 2] > cost) {
            put(at, costs[(at - 1) / 2], nodes[(at - 1) / 2]);
            at = (at - 1) / 2;
        }
        put(at, cost, node);
    }

    long leastCost() {
        return costs[0];
    }

    /// Takes the node of the least cost out.
    int remove() {
        int result = nodes[0];
        size--;
        long cost = costs[size];
        int node = nodes[size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && costs[child + 1] < costs[child]) {
                child++;
            }
            if (costs[child] >= cost) {
                break;
            }
            put(at, costs[child], nodes[child]);
            at = child;
        }
        put(at, cost, node);
        return result;
    }

    private void put(int at, long cost, int node) {
        costs[at] = cost;
        nodes[at] = node;
    }
}
