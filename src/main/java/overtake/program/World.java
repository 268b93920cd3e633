package overtake.program;

import java.util.List;
import java.util.Optional;
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

    /// A bound on starvation: while an agent waits, others go ahead of it at most so many times ("bounded bypass" in the literature on mutual exclusion). It waits from
    /// when it stands before `from` until it has performed it, or, if there is an `until`, until it stands before that. Before a lock that queues its writers, and before a grace period, it waits from when it has been
    /// put into the queue: before that nobody can know that it wants to.
    ///
    /// An agent stands before operations that it has performed and answered under every model. Stores, unlocks, ends of sections travel, and fences are no steps under `sc`.
    ///
    /// @param name of the property
    /// @param passes what counts as going ahead, each time that one of these agents has performed the operation
    /// @param atMost how often it may happen; once more is a violation
    public record WaitBound(String name, Place from, Optional<Place> until, List<Place> passes, int atMost) {
        public static final int MOST = 1000;

        public WaitBound {
            passes = passes.stream().distinct().toList();
            if (atMost < 0 || atMost > MOST) {
                throw new IllegalArgumentException(name + " has " + atMost);
            }
        }

        /// An operation of one agent.
        ///
        /// @param agent its number
        public record Place(int agent, String site) {}

        /// Whether an agent can stand before the instruction, under every model that executes in program order.
        public static boolean canStandAt(Instruction instruction) {
            return instruction.isVisible() && switch (instruction) {
                case Instruction.Store _,
                        Instruction.Unlock _,
                        Instruction.ReadSideUnlock _,
                        Instruction.Free _,
                        Instruction.Fence _ ->
                    false;
                default -> true;
            };
        }
    }
}
