package overtake.axiom;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import overtake.axiom.Event.Tag;

/// The model has `srcu_read_lock` read what `srcu_read_unlock` wrote, but the values are all the same: which one was read is not part of a run. So
/// the recorder makes one graph, with the last end at the time, and tells the judge the others that coherence allows: the run is an
/// execution if one of them is.
final class SectionReads {
    private static final int MOST = 5_000;

    private final ExecutionGraph.Parts parts;
    private final int[] recorded;
    private final List<List<Integer>> orders;
    /// In program order, agent by agent.
    private final int[] begins;
    /// For each event its place in the coherence order of its location.
    private final int[] place;

    private SectionReads(ExecutionGraph.Parts parts, int[] recorded, List<List<Integer>> orders) {
        this.parts = parts;
        this.recorded = recorded.clone();
        this.orders = orders;
        place = new int[recorded.length];
        orders.forEach(order -> IntStream.range(0, order.size()).forEach(i -> place[order.get(i)] = i));
        begins = IntStream.range(0, recorded.length)
                .filter(i -> recorded[i] >= 0 && parts.events.get(i).is(Tag.SECTION_BEGIN))
                .toArray();
    }

    /// The graph of a run, with its others.
    ///
    /// @param recorded what each event reads from, or -1; for a begin the last end at the time
    static ExecutionGraph graph(ExecutionGraph.Parts parts, int[] recorded, List<List<Integer>> orders) {
        SectionReads reads = new SectionReads(parts, recorded, orders);
        if (reads.begins.length == 0) {
            return parts.graph(recorded, orders);
        }
        return reads.graphs().findFirst().orElseGet(() -> parts.graph(recorded, orders))
                .withOthers(() -> reads.graphs().skip(1));
    }

    private Stream<ExecutionGraph> graphs() {
        return choose(0, recorded.clone()).limit(MOST).map(sources -> parts.graph(sources, orders));
    }

    /// All ways to go on from the begin with this index; the last end that coherence allows first.
    private Stream<int[]> choose(int index, int[] chosen) {
        if (index == begins.length) {
            return Stream.of(chosen);
        }
        int begin = begins[index];
        List<Integer> order = orderOf(begin);
        int lowest = lowest(begin, chosen);
        int highest = Math.max(lowest, Math.min(place[recorded[begin]], highest(begin, order)));
        return IntStream.rangeClosed(0, highest - lowest).boxed().flatMap(back -> {
            int[] more = chosen.clone();
            more[begin] = order.get(highest - back);
            return choose(index + 1, more);
        });
    }

    private List<Integer> orderOf(int begin) {
        int location = parts.events.get(begin).location();
        return orders.stream()
                .filter(order -> parts.events.get(order.getFirst()).location() == location)
                .findFirst()
                .orElseThrow();
    }

    /// Not older than what earlier begins of the agent read and its earlier ends wrote.
    private int lowest(int begin, int[] chosen) {
        int lowest = 0;
        for (int other : sameAgent(begin)) {
            boolean end = parts.events.get(other).is(Tag.SECTION_END);
            if (other < begin && (end || chosen[other] >= 0)) {
                lowest = Math.max(lowest, place[end ? other : chosen[other]]);
            }
        }
        return lowest;
    }

    /// Older than what its later ends write.
    private int highest(int begin, List<Integer> order) {
        int highest = order.size() - 1;
        for (int other : sameAgent(begin)) {
            if (other > begin && parts.events.get(other).is(Tag.SECTION_END)) {
                highest = Math.min(highest, place[other] - 1);
            }
        }
        return highest;
    }

    /// Begins and ends of the agent in the same domain, as far as they are accesses.
    private List<Integer> sameAgent(int begin) {
        Event event = parts.events.get(begin);
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < recorded.length; i++) {
            Event other = parts.events.get(i);
            boolean access = other.is(Tag.SECTION_BEGIN) && recorded[i] >= 0
                    || other.is(Tag.SECTION_END) && other.is(Tag.WRITE);
            if (other.agent() == event.agent() && other.location() == event.location() && access) {
                all.add(i);
            }
        }
        return all;
    }
}
