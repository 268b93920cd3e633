package overtake.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Strongly connected components of parts of a [StateGraph], by Tarjan's algorithm (SIAM Journal on Computing 1, 1972) without recursion. Nodes carry labels; a part are
/// the nodes of one label.
final class Components {
    private final StateGraph graph;
    private final int[] label;
    private final int[] index;
    private final int[] link;
    private final int[] next;
    private final int[] open;
    private final int[] calls;
    private final BitSet isOpen = new BitSet();
    private int opened;
    private int depth;
    private int counter;

    Components(StateGraph graph) {
        this.graph = graph;
        int size = graph.size();
        label = new int[size];
        index = new int[size];
        link = new int[size];
        next = new int[size];
        open = new int[size];
        calls = new int[size];
    }

    int label(int node) {
        return label[node];
    }

    void label(int[] nodes, int as) {
        for (int node : nodes) {
            label[node] = as;
        }
    }

    /// The components of a part that have an edge within.
    ///
    /// @param members all nodes of one label
    List<int[]> of(int[] members) {
        for (int node : members) {
            index[node] = 0;
        }
        List<int[]> found = new ArrayList<>();
        for (int node : members) {
            if (index[node] == 0) {
                visit(node, found);
            }
        }
        return found;
    }

    private void visit(int root, List<int[]> found) {
        enter(root);
        while (depth > 0) {
            int node = calls[depth - 1];
            if (next[node] < graph.first(node + 1)) {
                int target = graph.to(next[node]++);
                if (label[target] != label[root]) {
                    continue;
                }
                if (index[target] == 0) {
                    enter(target);
                } else if (isOpen.get(target)) {
                    link[node] = Math.min(link[node], index[target]);
                }
                continue;
            }
            depth--;
            if (depth > 0) {
                link[calls[depth - 1]] = Math.min(link[calls[depth - 1]], link[node]);
            }
            if (link[node] == index[node]) {
                close(node, found);
            }
        }
    }

    private void enter(int node) {
        index[node] = ++counter;
        link[node] = counter;
        next[node] = graph.first(node);
        open[opened++] = node;
        isOpen.set(node);
        calls[depth++] = node;
    }

    private void close(int node, List<int[]> found) {
        int from = opened;
        do {
            from--;
            isOpen.clear(open[from]);
        } while (open[from] != node);
        int[] component = Arrays.copyOfRange(open, from, opened);
        opened = from;
        if (component.length > 1 || hasLoop(node)) {
            found.add(component);
        }
    }

    private boolean hasLoop(int node) {
        for (int edge = graph.first(node); edge < graph.first(node + 1); edge++) {
            if (graph.to(edge) == node) {
                return true;
            }
        }
        return false;
    }
}
