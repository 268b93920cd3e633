package overtake.check;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import overtake.check.CheckResult.Found;
import overtake.check.CheckResult.Minimum;
import overtake.check.CheckResult.Proof;
import overtake.check.states.Fingerprint;
import overtake.check.states.Frontier;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.machine.Machine;
import overtake.machine.Op;
import overtake.machine.Step;
import overtake.memory.Lkmm;
import overtake.property.Violation;

/// Finds the cheapest run into a violation: Dijkstra's search over states and the agent that moved last, where the cost of a run is its overtakes, then its context
/// switches, then its steps. Runs with few of the first two are few, so this visits a small part of what the check has visited. If it is too much
/// after all, the run with the fewest steps is looked for instead.
final class Shortest {
    /// Ints of states that may be visited for all three minima.
    private static final long BUDGET_INTS = 120_000_000;
    private static final int DIGITS = 21;
    private static final int NOBODY = -1;

    private final Machine machine;
    private final BooleanSupplier stopped;
    private final Fingerprint fingerprint;
    private final Choices choices = new Choices();
    private final int[] state;
    private final int[] work;
    private final boolean outOfOrder;
    private int overtaken;

    Shortest(Machine machine, BooleanSupplier stopped) {
        this.machine = machine;
        this.stopped = stopped;
        fingerprint = new Fingerprint(machine.size());
        state = new int[machine.size()];
        work = new int[machine.size()];
        outOfOrder = machine.model() instanceof Lkmm;
        if (outOfOrder) {
            machine.journal((kind, agent, pc, target, value) -> overtaken |= switch (kind) {
                case OVERTAKE -> 1;
                default -> 0;
            });
        }
    }

    /// What is looked for, and at what cost.
    private record Goal(Optional<String> property, boolean stepsOnly, long mostNodes) {
        boolean isReachedBy(Optional<Fault> fault) {
            return fault.isPresent() && property.map(name -> name.equals(fault.get().property())).orElse(true);
        }
    }

    /// The cheapest run that breaks the property, or any if empty. Empty if the search was stopped.
    Optional<Found> find(Optional<String> property) {
        Optional<Found> found = search(new Goal(property, false, BUDGET_INTS / machine.size()), Proof.ALL);
        return found.isPresent() ? found : search(new Goal(property, true, Integer.MAX_VALUE / 4), Proof.STEPS);
    }

    private Optional<Found> search(Goal goal, Proof proof) {
        PathNodes nodes = new PathNodes();
        NavigableMap<Long, Frontier> open = new TreeMap<>();
        machine.reset(state);
        fingerprint.of(state);
        nodes.improve(fingerprint.high(), fingerprint.low(), 0, -1, 0);
        open.computeIfAbsent(0L, _ -> new Frontier(machine.size()))
                .add(state, fingerprint.high(), fingerprint.low());
        while (!open.isEmpty() && nodes.size() < goal.mostNodes() && !stopped.getAsBoolean()) {
            Map.Entry<Long, Frontier> first = open.pollFirstEntry();
            for (Frontier.Chunk chunk : first.getValue().chunks()) {
                Optional<Found> found = search(goal, proof, nodes, open, first.getKey(), chunk);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Found> search(Goal goal, Proof proof, PathNodes nodes, NavigableMap<Long, Frontier> open,
            long cost,
            Frontier.Chunk chunk) {
        Frontier.Cursor cursor = new Frontier.Cursor(chunk, machine.size());
        while (cursor.next(state)) {
            int node = nodes.find(cursor.high(), cursor.low());
            if (nodes.cost(node) != cost) {
                continue; // reached at less cost meanwhile
            }
            machine.enabled(state, choices);
            if (choices.size() == 0 && !machine.abandoned(state)) {
                Optional<Fault> fault = machine.ending(state);
                if (goal.isReachedBy(fault)) {
                    return Optional.of(found(fault.orElseThrow(), nodes.path(node), proof));
                }
            }
            expand(goal, nodes, node, open, cursor);
        }
        return Optional.empty();
    }

    private void expand(Goal goal, PathNodes nodes, int node, NavigableMap<Long, Frontier> open,
            Frontier.Cursor cursor) {
        long cost = nodes.cost(node);
        int last = goal.stepsOnly() || node == 0 ? NOBODY : Step.agent(nodes.lastStep(node));
        for (int i = 0; i < choices.size(); i++) {
            int step = choices.step(i);
            System.arraycopy(state, 0, work, 0, work.length);
            int overtakes = apply(work, i);
            fingerprint.set(cursor.high() - salt(last), cursor.low());
            fingerprint.update(state, work, 0, work.length);
            int mover = goal.stepsOnly() ? NOBODY : Step.agent(step);
            long high = fingerprint.high() + salt(mover);
            int switches = last >= 0 && mover != last ? 1 : 0;
            long more = goal.stepsOnly() ? 1 : cost(overtakes, switches, 1);
            if (nodes.improve(high, fingerprint.low(), cost + more, node, step)) {
                open.computeIfAbsent(cost + more, _ -> new Frontier(machine.size()))
                        .add(work, high, fingerprint.low());
            }
        }
    }

    private static long salt(int agent) {
        return (agent + 1) * 0xA0761D6478BD642FL;
    }

    private static long cost(int overtakes, int switches, int steps) {
        return ((long) overtakes << DIGITS | switches) << DIGITS | steps;
    }

    /// Carries out a step of the choices.
    ///
    /// @return whether it overtakes, and whether it passes over a newer store
    private int apply(int[] s, int index) {
        int step = choices.step(index);
        int slot = Step.slot(step);
        if (outOfOrder) {
            overtaken = 0;
            machine.apply(s, step);
            boolean older = slot >= Step.WINDOW && slot < Step.ASSUME && choices.op(index) != Op.CHOOSE
                    && Step.alternative(step) > 0;
            return overtaken + (older ? 1 : 0);
        }
        int op = choices.op(index);
        boolean overtakes = slot == Step.REQUEST
                && op != Op.CHOOSE
                && op != Op.YIELD
                && machine.travelling(s, Step.agent(step)) > 0;
        machine.apply(s, step);
        return overtakes ? 1 : 0;
    }

    /// A run with its cost.
    Found found(Fault fault, List<Integer> steps, Proof proof) {
        int overtakes = 0;
        int switches = 0;
        int last = NOBODY;
        machine.reset(state);
        for (int step : steps) {
            machine.enabled(state, choices);
            overtakes += apply(state, choices.indexOf(step));
            switches += last >= 0 && last != Step.agent(step) ? 1 : 0;
            last = Step.agent(step);
        }
        return new Found(new Violation(fault, steps, 0, "check"),
                new Minimum(overtakes, switches, steps.size(), proof));
    }
}
