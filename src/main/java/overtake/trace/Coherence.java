package overtake.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Keeps, from the events of an out-of-order run, which line is which store: the stores of each cell in coherence order; and which lines have
/// overtaken an instruction that is not performed yet.
final class Coherence {
    private final Map<Integer, List<Integer>> stores = new TreeMap<>();
    private final Map<String, Integer> performed = new TreeMap<>();
    private final Map<String, List<Integer>> overtakenBy = new TreeMap<>();
    private final Map<Integer, List<Integer>> overtaken = new TreeMap<>();

    private static String key(int agent, int pc) {
        return agent + ":" + pc;
    }

    /// The next line of the agent overtakes an instruction of it.
    void overtakes(int agent, int pc) {
        overtaken.computeIfAbsent(agent, _ -> new ArrayList<>()).add(pc);
    }

    /// An instruction was performed. Returns the lines that have overtaken it.
    List<Integer> performed(int agent, int pc, int line) {
        List<Integer> pcs = overtaken.remove(agent);
        if (pcs != null) {
            pcs.forEach(other -> overtakenBy.computeIfAbsent(key(agent, other), _ -> new ArrayList<>()).add(line));
        }
        performed.put(key(agent, pc), line);
        List<Integer> lines = overtakenBy.remove(key(agent, pc));
        return lines == null ? List.of() : lines;
    }

    /// The store that an instruction has performed took its place, so many places before the last.
    void placed(int agent, int pc, int cell, int before) {
        overtaken.remove(agent);
        List<Integer> order = stores.computeIfAbsent(cell, _ -> new ArrayList<>());
        order.add(Math.max(0, order.size() - before), performed.getOrDefault(key(agent, pc), 0));
    }

    /// The line of the store that is so many places before the last of its cell.
    Optional<Integer> store(int cell, int before) {
        List<Integer> order = stores.getOrDefault(cell, List.of());
        int at = order.size() - 1 - before;
        return at < 0 ? Optional.empty() : Optional.of(order.get(at));
    }
}
