package overtake.check;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.machine.Machine;
import overtake.program.Program;

/// Expands states on one JVM thread: carries out their steps on a machine of its own, and puts what is new into its next frontier.
final class Expander {
    private final Machine machine;
    private final StateTable table;
    private final AtomicLong stored;
    private final CheckPlan plan;
    private final Fingerprint fingerprint;
    private final Choices choices = new Choices();
    private final int[] base;
    private final int[] work;
    private final SortedMap<String, Fault> violations = new TreeMap<>();
    private final TreeSet<int[]> endings = new TreeSet<>(Arrays::compare);
    private Frontier next;
    private long transitions;
    private long fresh;

    Expander(Machine machine, StateTable table, AtomicLong stored, CheckPlan plan) {
        this.machine = machine;
        this.table = table;
        this.stored = stored;
        this.plan = plan;
        fingerprint = new Fingerprint(machine.size());
        base = new int[machine.size()];
        work = new int[machine.size()];
        next = new Frontier(machine.size());
    }

    Machine machine() {
        return machine;
    }

    long transitions() {
        return transitions;
    }

    /// By property the fault that comes first in the order of kinds, agents, places.
    SortedMap<String, Fault> violations() {
        return violations;
    }

    /// The final values of runs that ended well: observations by agent, then the cells of the plan.
    TreeSet<int[]> endings() {
        return endings;
    }

    Frontier next() {
        return next;
    }

    void start() {
        machine.reset(base);
        fingerprint.of(base);
        keep(base);
        publish();
    }

    /// Expands all states of a chunk.
    ///
    /// @param storing whether new states are stored; if not, only violations are looked for
    void expand(Frontier.Chunk chunk, boolean storing) {
        Frontier.Cursor cursor = new Frontier.Cursor(chunk, machine.size());
        while (cursor.next(base)) {
            machine.enabled(base, choices);
            if (choices.size() == 0) {
                end(base);
            }
            for (int i = 0; i < choices.size(); i++) {
                System.arraycopy(base, 0, work, 0, base.length);
                machine.apply(work, choices.step(i));
                transitions++;
                if (storing) {
                    fingerprint.set(cursor.high(), cursor.low());
                    fingerprint.update(base, work, 0, work.length);
                    keep(work);
                } else if (machine.faulty(work)) {
                    end(work);
                }
            }
        }
        publish();
    }

    private void publish() {
        stored.addAndGet(fresh);
        fresh = 0;
    }

    private void keep(int[] state) {
        if (table.add(fingerprint.high(), fingerprint.low())) {
            fresh++;
            next.add(state, fingerprint.high(), fingerprint.low());
        }
    }

    /// Looks at a state in which no step is possible.
    private void end(int[] state) {
        if (machine.abandoned(state)) {
            return;
        }
        Optional<Fault> fault = machine.ending(state);
        if (fault.isPresent()) {
            violations.merge(fault.get().property(), fault.get(), Expander::first);
        } else if (plan.outcomes().any()) {
            endings.add(values(state));
        }
    }

    static Fault first(Fault a, Fault b) {
        int order = a.kind().compareTo(b.kind());
        order = order != 0 ? order : Integer.compare(a.agent(), b.agent());
        order = order != 0 ? order : Integer.compare(a.pc(), b.pc());
        return order <= 0 ? a : b;
    }

    private int[] values(int[] state) {
        int[] values = new int[machine.world().programs().stream().mapToInt(p -> p.observations().size()).sum()
                + plan.outcomes().cells().size()];
        int at = 0;
        for (int agent = 0; agent < machine.agents(); agent++) {
            Program program = machine.world().programs().get(agent);
            for (int slot = 0; slot < program.observations().size(); slot++) {
                values[at++] = machine.observation(state, agent, slot);
            }
        }
        for (int cell : plan.outcomes().cells()) {
            values[at++] = machine.cell(state, cell);
        }
        return values;
    }
}
