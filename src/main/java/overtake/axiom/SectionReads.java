package overtake.axiom;

import java.util.List;
import overtake.axiom.Event.Tag;

/// The model has `srcu_read_lock` read what `srcu_read_unlock` wrote, but the values are all the same: which one was read is not part of a run. The
/// recorder takes the last one at the time; where a section began out of order, or its CPU's own end still travels, that would break coherence
/// and the next possible one is taken.
final class SectionReads {
    private SectionReads() {}

    static void adjust(ExecutionGraph.Parts parts, int[] sources, List<List<Integer>> orders) {
        for (List<Integer> order : orders) {
            if (order.size() > 1 && parts.events.get(order.get(1)).is(Tag.SECTION_END)) {
                one(parts, sources, order);
            }
        }
    }

    private static void one(ExecutionGraph.Parts parts, int[] sources, List<Integer> order) {
        int[] place = new int[sources.length];
        for (int i = 0; i < order.size(); i++) {
            place[order.get(i)] = i;
        }
        int location = parts.events.get(order.getFirst()).location();
        int highest = order.size();
        for (int i = sources.length - 1; i >= 0; i--) {
            Event event = parts.events.get(i);
            if (i + 1 < sources.length && parts.events.get(i + 1).agent() != event.agent()) {
                highest = order.size();
            }
            if (event.location() == location && event.is(Tag.SECTION_BEGIN) && sources[i] >= 0) {
                int lowest = 0;
                for (int j = i - 1; j >= 0 && parts.events.get(j).agent() == event.agent(); j--) {
                    boolean end = parts.events.get(j).location() == location && parts.events.get(j).is(Tag.SECTION_END);
                    lowest = end ? Math.max(lowest, place[j]) : lowest;
                }
                highest = Math.max(lowest, Math.min(highest, place[sources[i]]));
                sources[i] = order.get(highest);
            }
        }
    }
}
