package overtake.machine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.stream.IntStream;

/// What can come next: for each place in a program the instructions that are performed by a step and that can be reached from there without
/// passing one that goes before everything after it. Instructions that are alike in what they wait for are listed once.
final class Frontier {
    private final MicroCode micro;
    private final Waits waits;
    private final int[][] from;

    Frontier(MicroCode micro, Waits waits) {
        this.micro = micro;
        this.waits = waits;
        from = new int[micro.join.length][];
    }

    /// Numbers of instructions, ascending. The array is not to be changed.
    int[] from(int pc) {
        int[] known = from[pc];
        if (known == null) {
            known = find(pc);
            from[pc] = known;
        }
        return known;
    }

    /// Behind a full fence only plain accesses can be performed before it.
    private int[] find(int pc) {
        int size = from.length;
        BitSet seen = new BitSet(2 * size);
        BitSet found = new BitSet(size);
        Deque<Integer> open = new ArrayDeque<>();
        open.push(pc);
        while (!open.isEmpty()) {
            int place = open.pop();
            if (seen.get(place)) {
                continue;
            }
            seen.set(place);
            int at = place % size;
            boolean fenced = place >= size;
            int kind = micro.kinds[2 * at];
            if ((kind & MicroCode.EVENT) != 0 && (!fenced || (kind & MicroCode.PLAIN) != 0)) {
                found.set(at);
            }
            boolean blocks = waits.blocks(kind, micro.plain) || waits.blocks(micro.kinds[2 * at + 1], micro.plain);
            boolean after = fenced || (kind & MicroCode.STRONG) != 0;
            for (int next : blocks ? new int[0] : micro.next[at]) {
                open.push(after ? next + size : next);
            }
        }
        return distinct(found.stream().toArray());
    }

    private int[] distinct(int[] places) {
        return Arrays.stream(places)
                .filter(a -> IntStream.of(places).noneMatch(b -> b < a && alike(a, b)))
                .toArray();
    }

    private boolean alike(int a, int b) {
        boolean free = micro.code.op[a] == Op.FREE;
        return micro.kinds[2 * a] == micro.kinds[2 * b] && free == (micro.code.op[b] == Op.FREE);
    }
}
