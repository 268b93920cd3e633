package overtake.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Keeps, from the events of an out-of-order run, which line is which store: the stores of each cell in coherence order; which lines have
/// overtaken an instruction that is not performed yet; and which stores have been delivered to which agent.
final class Coherence {
    private final Map<Integer, List<Integer>> stores = new TreeMap<>();
    private final Map<Integer, Placed> placed = new TreeMap<>();
    private final Map<String, Integer> performed = new TreeMap<>();
    private final Map<String, List<Integer>> overtakenBy = new TreeMap<>();
    /// By line, those that have overtaken it.
    private final Map<Integer, List<Integer>> overtakers = new TreeMap<>();
    private final Map<Integer, List<Integer>> overtaken = new TreeMap<>();
    /// By agent, the lines of the stores that have been delivered to it.
    private final Map<Integer, Set<Integer>> known = new TreeMap<>();

    private record Placed(int agent, int cell) {}

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
        if (lines != null) {
            overtakers.put(line, lines);
        }
        return lines == null ? List.of() : lines;
    }

    /// The store that an instruction has performed took its place, so many places before the last.
    void placed(int agent, int pc, int cell, int before) {
        overtaken.remove(agent);
        List<Integer> order = stores.computeIfAbsent(cell, _ -> new ArrayList<>());
        int line = performed.getOrDefault(key(agent, pc), 0);
        order.add(Math.max(0, order.size() - before), line);
        placed.put(line, new Placed(agent, cell));
    }

    /// What an instruction has done was undone. Returns its line.
    Optional<Integer> undone(int agent, int pc, int cell, int before) {
        Optional<Integer> line = Optional.ofNullable(performed.get(key(agent, pc)));
        List<Integer> order = stores.getOrDefault(cell, List.of());
        int at = order.size() - 1 - before;
        if (cell >= 0 && at >= 0) {
            placed.remove(order.remove(at));
        }
        return line;
    }

    /// The store that is so many places before the last of its cell became known to an agent. Returns its line, and then those of the stores of its
    /// agent, earlier in program order, that are not known to the reader, nor anything newer of their cells; nothing if it is the store of no line.
    List<Integer> delivered(int agent, int cell, int before) {
        List<Integer> order = stores.getOrDefault(cell, List.of());
        int at = order.size() - 1 - before;
        if (at < 0 || !placed.containsKey(order.get(at))) {
            return List.of();
        }
        int line = order.get(at);
        int owner = placed.get(line).agent();
        known.computeIfAbsent(agent, _ -> new TreeSet<>()).add(line);
        List<Integer> lines = new ArrayList<>(List.of(line));
        placed.forEach((other, store) -> {
            boolean earlier = store.agent() == owner
                    && other < line
                    && !overtakers.getOrDefault(line, List.of()).contains(other);
            if (earlier && !outdated(agent, store.cell(), other)) {
                lines.add(other);
            }
        });
        return lines;
    }

    /// Whether an agent knows a store or one that is newer in coherence order.
    private boolean outdated(int agent, int cell, int line) {
        List<Integer> order = stores.get(cell);
        Set<Integer> its = known.getOrDefault(agent, Set.of());
        return order.subList(order.indexOf(line), order.size()).stream()
                .anyMatch(store -> its.contains(store) || placed.get(store).agent() == agent);
    }
}
