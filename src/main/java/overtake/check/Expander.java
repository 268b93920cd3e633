package overtake.check;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import overtake.check.states.Additions;
import overtake.check.states.Contents;
import overtake.check.states.Fingerprint;
import overtake.check.states.Frontier;
import overtake.check.states.StateTable;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.machine.Machine;
import overtake.machine.Symmetry;
import overtake.machine.Touched;
import overtake.program.Program;

/// Expands states on one JVM thread: carries out their steps on a machine of its own, and puts what is new into its next frontier.
final class Expander {
    private final Machine machine;
    private final StateTable table;
    private final CheckPlan plan;
    private final Fingerprint fingerprint;
    private final Choices choices = new Choices();
    private final int[] base;
    private final @Nullable Chains chains;
    private final @Nullable Sweep sweep;
    private final int[] spare;
    /// The fingerprints of the successors of a state.
    private long[] highs = new long[0];
    private long[] lows = new long[0];
    private long touched;
    private final SortedMap<String, Fault> violations = new TreeMap<>();
    private final SortedSet<int[]> endings = new TreeSet<>(Arrays::compare);
    private final Frontier next;
    private long transitions;
    private final Additions additions;

    /// @param conflicts of the world, if the search is to be reduced
    /// @param contents to remember steps by, if they can be remembered; they can if the search can be reduced
    /// @param symmetry of the world, if agents are not to be told apart; only with conflicts
    Expander(Machine machine, StateTable table, CheckPlan plan, Optional<Conflicts> conflicts,
            Optional<Contents> contents, Optional<Symmetry> symmetry) {
        this.machine = machine;
        this.table = table;
        this.plan = plan;
        additions = new Additions(table);
        fingerprint = new Fingerprint(machine.size());
        base = new int[machine.size()];
        spare = new int[machine.size()];
        next = new Frontier(machine.size(), contents.map(Contents::parts).orElse(0), machine.agents());
        Optional<Ample> ample =
                conflicts.map(found -> new Ample(found, machine, machine.inFlight().orElseThrow()));
        chains = ample
                .map(chooser -> new Chains(machine, chooser, contents.orElseThrow(), table, next, symmetry, this::end))
                .orElse(null);
        sweep = ample.isPresent() ? null
                : contents.map(known -> new Sweep(machine, known, table, next, this::aside)).orElse(null);
    }

    Machine machine() {
        return machine;
    }

    long transitions() {
        return transitions + (sweep == null ? 0 : sweep.transitions()) + (chains == null ? 0 : chains.transitions());
    }

    /// By property the fault that comes first in the order of kinds, agents, places.
    SortedMap<String, Fault> violations() {
        return violations;
    }

    /// The final values of runs that ended well: observations by agent, then the cells of the plan.
    SortedSet<int[]> endings() {
        return endings;
    }

    Frontier next() {
        return next;
    }

    void start() {
        machine.reset(base);
        fingerprint.of(base);
        additions.begin(1);
        keep(base, fingerprint.high(), fingerprint.low());
        additions.end();
    }

    /// Expands all states of a chunk, which is done with then.
    ///
    /// @param storing whether new states are stored; if not, only violations are looked for
    void expand(Frontier.Chunk chunk, boolean storing) {
        if (chains != null) {
            chains.expand(chunk, storing);
        } else if (sweep != null && (chunk.isNumbered() || sweep.isOn())) {
            sweep.expand(chunk, storing);
        } else {
            expandWhole(chunk, storing);
        }
        next.recycle(chunk);
    }

    private void expandWhole(Frontier.Chunk chunk, boolean storing) {
        Frontier.Cursor cursor = new Frontier.Cursor(chunk, machine.size());
        additions.begin();
        try {
            while (cursor.next(base)) {
                expand(cursor.high(), cursor.low(), storing);
            }
        } finally {
            additions.end();
        }
    }

    /// Expands a state whose steps are not remembered.
    private void aside(int[] state, long high, long low, boolean storing) {
        System.arraycopy(state, 0, base, 0, base.length);
        additions.begin(1);
        try {
            expand(high, low, storing);
        } finally {
            additions.end();
        }
    }

    private void expand(long high, long low, boolean storing) {
        machine.enabled(base, choices);
        if (choices.size() == 0) {
            end(base);
        } else if (storing) {
            additions.expect(choices.size());
            carryOutAll(high, low);
        }
    }

    /// Carries out all steps of the base state: first only for the fingerprints, undoing each, then once more those that lead to new states. Where the table is
    /// looked at is touched for all of them before any is added, so that the waits for memory overlap.
    private void carryOutAll(long high, long low) {
        int n = choices.size();
        if (n > highs.length) {
            highs = new long[2 * n];
            lows = new long[2 * n];
        }
        System.arraycopy(base, 0, spare, 0, base.length);
        for (int i = 0; i < n; i++) {
            machine.apply(spare, choices.step(i));
            fingerprint.set(high, low);
            Touched changed = machine.touched();
            for (int range = 0; range < changed.size(); range++) {
                fingerprint.update(base, spare, changed.from(range), changed.to(range));
            }
            undo(changed);
            highs[i] = fingerprint.high();
            lows[i] = fingerprint.low();
        }
        touched += table.touch(highs, 0, n);
        transitions += n;
        for (int i = 0; i < n; i++) {
            if (additions.add(highs[i], lows[i])) {
                machine.apply(spare, choices.step(i));
                next.add(spare, highs[i], lows[i]);
                undo(machine.touched());
            }
        }
    }

    private void undo(Touched changed) {
        for (int range = 0; range < changed.size(); range++) {
            int from = changed.from(range);
            System.arraycopy(base, from, spare, from, changed.to(range) - from);
        }
    }

    /// Nothing anybody needs: it keeps the compiler from leaving the touching out.
    long touched() {
        return touched;
    }

    private void keep(int[] state, long high, long low) {
        if (additions.add(high, low)) {
            next.add(state, high, low);
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
