package overtake.axiom;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The events of one agent in program order, with what they depend on.
///
/// @param keys for each event what its [Feed] calls it
/// @param addr for each event the earlier reads that its address depends on; likewise `data` and `ctrl`
/// @param rmw the halves of read-modify-writes
/// @param sections begins and ends of read-side sections
/// @param observations values by slot; 0 if never observed
/// @param finished whether the agent came to its end
record AgentPath(
        List<Event> events,
        List<Integer> keys,
        List<BitSet> addr,
        List<BitSet> data,
        List<BitSet> ctrl,
        List<Pair> rmw,
        List<Pair> sections,
        List<Integer> observations,
        boolean finished) {
    record Pair(int from, int to) {}

    /// A path to add events to.
    static AgentPath empty() {
        return new AgentPath(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), List.of(), false);
    }

    /// Adds an event, still without dependencies of address and data. Returns its number.
    int add(Event event, int key, BitSet control) {
        events.add(event);
        keys.add(key);
        addr.add(new BitSet());
        data.add(new BitSet());
        ctrl.add(control);
        return events.size() - 1;
    }

    /// The same, at its end.
    AgentPath with(List<Integer> values, boolean atEnd) {
        return new AgentPath(events, keys, addr, data, ctrl, rmw, sections, values, atEnd);
    }
}
