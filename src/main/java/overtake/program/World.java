package overtake.program;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import overtake.program.line.LineInfo;

/// Everything that exists in a scenario before anything runs: objects, agents, locks, properties. It knows no memory model.
///
/// @param constants the constant table. An object handle `h` is an index into it: `constants[h]` is the number of the object's class,
///     `constants[h + 1 + f]` the value of its final field number f, or the cell (lock, domain, pool) number of its other fields
/// @param objectNames readable names of the objects, by handle, such as `page0`
/// @param lines cache lines, which are memory beside the cells
/// @param bounds properties about how long agents may have to wait
public record World(
        String name,
        List<Program> programs,
        List<Cell> cells,
        List<LockInfo> locks,
        List<DomainInfo> domains,
        List<PoolInfo> pools,
        List<Invariant> invariants,
        List<Integer> constants,
        SortedMap<Integer, String> objectNames,
        List<LineInfo> lines,
        List<WaitBound> bounds) {

    /// An entry of the constant table that no reference reaches: to look it up is to follow a wild pointer.
    public static final int NOWHERE = Integer.MIN_VALUE;

    /// The machine packs agents into four bits.
    public static final int MAX_AGENTS = 15;

    public World {
        programs = List.copyOf(programs);
        cells = List.copyOf(cells);
        locks = List.copyOf(locks);
        domains = List.copyOf(domains);
        pools = List.copyOf(pools);
        invariants = List.copyOf(invariants);
        constants = List.copyOf(constants);
        lines = List.copyOf(lines);
        bounds = List.copyOf(bounds);
        objectNames = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(objectNames));
        if (programs.isEmpty() || programs.size() > MAX_AGENTS) {
            throw new IllegalArgumentException(
                    name + " has " + programs.size() + " agents; 1 to " + MAX_AGENTS + " are possible");
        }
    }

    /// A world without bounds on waiting.
    public World(
            String name,
            List<Program> programs,
            List<Cell> cells,
            List<LockInfo> locks,
            List<DomainInfo> domains,
            List<PoolInfo> pools,
            List<Invariant> invariants,
            List<Integer> constants,
            SortedMap<Integer, String> objectNames,
            List<LineInfo> lines) {
        this(name, programs, cells, locks, domains, pools, invariants, constants, objectNames, lines, List.of());
    }

    /// A world without cache lines.
    public World(
            String name,
            List<Program> programs,
            List<Cell> cells,
            List<LockInfo> locks,
            List<DomainInfo> domains,
            List<PoolInfo> pools,
            List<Invariant> invariants,
            List<Integer> constants,
            SortedMap<Integer, String> objectNames) {
        this(name, programs, cells, locks, domains, pools, invariants, constants, objectNames, List.of());
    }

    /// The same with other programs.
    public World withPrograms(List<Program> others) {
        return new World(name, others, cells, locks, domains, pools, invariants, constants, objectNames, lines, bounds);
    }

    /// The same with bounds on waiting.
    public World withBounds(List<WaitBound> some) {
        return new World(name, programs, cells, locks, domains, pools, invariants, constants, objectNames, lines, some);
    }

    /// How a value of that type is shown: `true`, `page0`, `NULL`, `7`.
    public String show(CellType type, int value) {
        return switch (type) {
            case INT -> Integer.toString(value);
            case BOOLEAN -> value == 0 ? "false" : value == 1 ? "true" : Integer.toString(value);
            case REFERENCE ->
                value == 0 ? "NULL" : objectNames.getOrDefault(value, "object@" + value);
        };
    }
}
