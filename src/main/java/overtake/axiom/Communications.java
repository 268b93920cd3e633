package overtake.axiom;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import overtake.axiom.Event.Tag;

/// All that can happen at one location of a graph without breaking coherence or atomicity: orders of the stores that agree with program
/// order, and for each of them what reads may read from.
final class Communications {
    /// What happens there.
    ///
    /// @param order the stores in coherence order, the initial value first
    /// @param sources what each read reads from
    record Communication(List<Integer> order, Map<Integer, Integer> sources) {}

    private final ExecutionGraph.Parts parts;
    private final List<Integer> reads = new ArrayList<>();
    /// For each agent its stores in program order.
    private final List<List<Integer>> stores = new ArrayList<>();
    private final int initial;
    private final boolean values;
    private final int[] place;
    private final int[] partner;
    private final List<Communication> found = new ArrayList<>();

    Communications(ExecutionGraph.Parts parts, int location) {
        this.parts = parts;
        int size = parts.events.size();
        place = new int[size];
        partner = new int[size];
        java.util.Arrays.fill(partner, -1);
        int start = -1;
        Map<Integer, List<Integer>> byAgent = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            Event event = parts.events.get(i);
            if (event.location() != location || !event.isAccess()) {
                continue;
            }
            if (event.is(Tag.INITIAL)) {
                start = i;
            } else if (event.is(Tag.WRITE)) {
                byAgent.computeIfAbsent(event.agent(), _ -> new ArrayList<>()).add(i);
            } else {
                reads.add(i);
            }
            java.util.BitSet halves = parts.rmw.row(i);
            if (!halves.isEmpty()) {
                partner[i] = halves.nextSetBit(0);
            }
        }
        initial = start;
        stores.addAll(byAgent.values());
        values = location % new Locations(parts.world).perGeneration() < parts.world.cells().size();
    }

    List<Communication> all() {
        orders(new ArrayList<>(List.of(initial)), new int[stores.size()]);
        return found;
    }

    private void orders(List<Integer> order, int[] taken) {
        boolean last = true;
        for (int a = 0; a < taken.length; a++) {
            if (taken[a] < stores.get(a).size()) {
                last = false;
                order.add(stores.get(a).get(taken[a]++));
                orders(order, taken);
                order.removeLast();
                taken[a]--;
            }
        }
        if (last) {
            for (int i = 0; i < order.size(); i++) {
                place[order.get(i)] = i;
            }
            sources(order, new TreeMap<>(), 0);
        }
    }

    private void sources(List<Integer> order, Map<Integer, Integer> chosen, int next) {
        if (next == reads.size()) {
            found.add(new Communication(List.copyOf(order), new TreeMap<>(chosen)));
            return;
        }
        int read = reads.get(next);
        for (int write : order) {
            if (fits(read, write) && coherent(read, write, chosen)) {
                chosen.put(read, write);
                sources(order, chosen, next + 1);
                chosen.remove(read);
            }
        }
    }

    /// Whether the read may have got its value from the write.
    private boolean fits(int read, int write) {
        Event r = parts.events.get(read);
        Event w = parts.events.get(write);
        if (partner[read] >= 0 && place[write] + 1 != place[partner[read]]) {
            return false;
        }
        if (values) {
            return r.value() == w.value();
        }
        if (r.is(Tag.SECTION_BEGIN)) {
            return true;
        }
        return (r.value() != 0) == (w.value() != 0);
    }

    private boolean coherent(int read, int write, Map<Integer, Integer> chosen) {
        int agent = parts.events.get(read).agent();
        for (List<Integer> own : stores) {
            if (parts.events.get(own.getFirst()).agent() != agent) {
                continue;
            }
            for (int store : own) {
                if (store < read ? place[write] < place[store] : place[write] >= place[store]) {
                    return false;
                }
            }
        }
        for (Map.Entry<Integer, Integer> earlier : chosen.entrySet()) {
            if (parts.events.get(earlier.getKey()).agent() == agent && place[earlier.getValue()] > place[write]) {
                return false;
            }
        }
        return true;
    }
}
