package overtake.lift.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the control dependency of a branch ends: at its immediate post-dominator, the first block that every way on from the branch
/// passes. Ways into a violation do not count, since nothing happens after one: a BUG_ON orders nothing. By the algorithm of
/// Cooper, Harvey and Kennedy ("A Simple, Fast Dominance Algorithm", 2001) on the reversed graph.
final class Postdominators {
    private static final int NONE = -1;

    private final BlockGraph graph;
    /// Immediate post-dominator of each block; `exit` is one past the last block.
    private final int[] immediate;
    private final int[] position;
    private final int exit;

    Postdominators(BlockGraph graph) {
        this.graph = graph;
        this.exit = graph.blocks().size();
        immediate = new int[exit + 1];
        position = new int[exit + 1];
        java.util.Arrays.fill(immediate, NONE);
        java.util.Arrays.fill(position, NONE);
        immediate[exit] = exit;
        List<Integer> order = reversedPostorder();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int number : order) {
                changed |= update(number);
            }
        }
    }

    /// Empty if the ways on from the block share nothing but the end of the program.
    Optional<Block> of(Block block) {
        int found = immediate[block.number];
        return found == NONE || found == exit ? Optional.empty() : Optional.of(graph.blocks().get(found));
    }

    private List<Integer> next(int number) {
        Block block = graph.blocks().get(number);
        if (block.successors().isEmpty()) {
            return block.fails() ? List.of() : List.of(exit);
        }
        return block.successors().stream().map(b -> b.number).toList();
    }

    private boolean update(int number) {
        int best = NONE;
        for (int next : next(number)) {
            if (immediate[next] != NONE) {
                best = best == NONE ? next : meet(best, next);
            }
        }
        if (best == NONE || best == immediate[number]) {
            return false;
        }
        immediate[number] = best;
        return true;
    }

    private int meet(int left, int right) {
        int a = left;
        int b = right;
        while (a != b) {
            while (position[a] > position[b]) {
                a = immediate[a];
            }
            while (position[b] > position[a]) {
                b = immediate[b];
            }
        }
        return a;
    }

    /// The blocks from which the end can be reached, nearer ones first; `position` is the place in this order, the end's is 0.
    private List<Integer> reversedPostorder() {
        List<List<Integer>> previous = new ArrayList<>();
        for (int i = 0; i <= exit; i++) {
            previous.add(new ArrayList<>());
        }
        for (int i = 0; i < exit; i++) {
            for (int next : next(i)) {
                previous.get(next).add(i);
            }
        }
        List<Integer> postorder = new ArrayList<>();
        boolean[] seen = new boolean[exit + 1];
        List<int[]> path = new ArrayList<>();
        path.add(new int[] {exit, 0});
        seen[exit] = true;
        while (!path.isEmpty()) {
            int[] top = path.getLast();
            List<Integer> ways = previous.get(top[0]);
            if (top[1] == ways.size()) {
                postorder.add(top[0]);
                path.removeLast();
                continue;
            }
            int way = ways.get(top[1]++);
            if (!seen[way]) {
                seen[way] = true;
                path.add(new int[] {way, 0});
            }
        }
        List<Integer> order = new ArrayList<>(postorder.reversed());
        for (int i = 0; i < order.size(); i++) {
            position[order.get(i)] = i;
        }
        order.removeFirst();
        return order;
    }
}
