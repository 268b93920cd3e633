package overtake.explore;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.machine.Machine;
import overtake.program.Program;
import overtake.property.Outcome;

/// Visits every reachable state of a small world, depth first, and collects what its runs can end in. Exact: states are compared
/// whole.
public final class Exhaustive {
    private static final int STOP_MASK = 0xfff;

    private final Machine machine;
    private final long maxStates;
    private final List<Integer> cells;
    private final BooleanSupplier stop;
    private final Set<Key> seen = new HashSet<>();
    private final SortedSet<Outcome> outcomes = new TreeSet<>();
    private final SortedSet<String> violations = new TreeSet<>();
    private long transitions;
    private boolean complete = true;

    private Exhaustive(Machine machine, List<Integer> cells, long maxStates, BooleanSupplier stop) {
        this.stop = stop;
        this.machine = machine;
        this.cells = cells;
        this.maxStates = maxStates;
    }

    /// What was found.
    ///
    /// @param outcomes of the runs that ended well
    /// @param violations names of the broken properties
    /// @param complete whether every reachable state was visited
    public record Result(
            SortedSet<Outcome> outcomes,
            SortedSet<String> violations,
            long states,
            long transitions,
            boolean complete) {}

    /// @param cells numbers of the cells that are part of the outcome
    public static Result explore(Machine machine, List<Integer> cells, long maxStates) {
        return explore(machine, cells, maxStates, () -> false);
    }

    /// @param cells numbers of the cells that are part of the outcome
    /// @param stop is asked now and then whether to end the search, which then is not complete
    public static Result explore(Machine machine, List<Integer> cells, long maxStates, BooleanSupplier stop) {
        Exhaustive search = new Exhaustive(machine, List.copyOf(cells), maxStates, stop);
        search.run();
        return new Result(
                search.outcomes, search.violations, search.seen.size(), search.transitions, search.complete);
    }

    private void run() {
        Deque<int[]> open = new ArrayDeque<>();
        int[] first = machine.initial();
        seen.add(new Key(first));
        open.push(first);
        Choices choices = new Choices();
        while (!open.isEmpty()) {
            int[] state = open.pop();
            machine.enabled(state, choices);
            if (choices.size() == 0) {
                end(state);
            }
            for (int i = 0; i < choices.size(); i++) {
                int[] next = state.clone();
                machine.apply(next, choices.step(i));
                transitions++;
                if (seen.size() >= maxStates || (transitions & STOP_MASK) == 0 && stop.getAsBoolean()) {
                    complete = false;
                    return;
                }
                if (seen.add(new Key(next))) {
                    open.push(next);
                }
            }
        }
        complete &= !machine.boundMet();
    }

    private void end(int[] state) {
        if (machine.abandoned(state)) {
            return;
        }
        Optional<Fault> fault = machine.ending(state);
        if (fault.isPresent()) {
            violations.add(fault.get().property());
            return;
        }
        TreeMap<String, Integer> values = new TreeMap<>();
        for (int agent = 0; agent < machine.agents(); agent++) {
            Program program = machine.world().programs().get(agent);
            for (int slot = 0; slot < program.observations().size(); slot++) {
                values.put(
                        program.agent() + ":" + program.observations().get(slot),
                        machine.observation(state, agent, slot));
            }
        }
        for (int cell : cells) {
            values.put(machine.world().cells().get(cell).name(), machine.cell(state, cell));
        }
        outcomes.add(new Outcome(values));
    }

    private static final class Key {
        private final int[] state;
        private final int hash;

        Key(int[] state) {
            this.state = state;
            hash = Arrays.hashCode(state);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(state, key.state);
        }
    }
}
