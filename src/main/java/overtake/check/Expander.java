package overtake.check;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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
    private final AtomicLong stored;
    private final CheckPlan plan;
    private final Fingerprint fingerprint;
    private final Choices choices = new Choices();
    private final Choices further = new Choices();
    private final int[] base;
    private final @Nullable Ample ample;
    private final @Nullable Symmetry symmetry;
    private int[] spare;
    /// The successors of a state, with their fingerprints.
    private int[][] works = new int[0][];

    private long[] highs = new long[0];
    private long[] lows = new long[0];
    private long touched;
    private final SortedMap<String, Fault> violations = new TreeMap<>();
    private final SortedSet<int[]> endings = new TreeSet<>(Arrays::compare);
    private Frontier next;
    private long transitions;
    private long fresh;

    /// @param conflicts of the world, if the search is to be reduced
    /// @param symmetry of the world, if agents are not to be told apart; only with conflicts
    Expander(Machine machine, StateTable table, AtomicLong stored, CheckPlan plan, Optional<Conflicts> conflicts,
            Optional<Symmetry> symmetry) {
        this.machine = machine;
        this.table = table;
        this.stored = stored;
        this.plan = plan;
        fingerprint = new Fingerprint(machine.size());
        base = new int[machine.size()];
        spare = new int[machine.size()];
        ample = conflicts.map(found -> new Ample(found, machine, machine.inFlight().orElseThrow())).orElse(null);
        this.symmetry = symmetry.orElse(null);
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
    SortedSet<int[]> endings() {
        return endings;
    }

    Frontier next() {
        return next;
    }

    void start() {
        machine.reset(base);
        fingerprint.of(base);
        keep(base, fingerprint.high(), fingerprint.low());
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
            } else if (storing) {
                expand(cursor);
            }
        }
        publish();
    }

    private void expand(Frontier.Cursor cursor) {
        if (choices.size() > highs.length) {
            enlarge(2 * choices.size());
        }
        Ample chooser = ample;
        if (chooser == null) {
            carryOutAll(cursor);
            return;
        }
        chooser.choose(base, choices);
        if (!carryOut(chooser, cursor, chooser.from(), chooser.to(), chooser.proper())) {
            carryOut(chooser, cursor, 0, choices.size(), false);
        }
    }

    private void enlarge(int successors) {
        works = new int[successors][ample == null ? 0 : machine.size()];
        highs = new long[successors];
        lows = new long[successors];
    }

    /// Carries out all steps of the base state: first only for the fingerprints, undoing each, then once more those that lead to new states. Where the table is
    /// looked at is touched for all of them before any is added, so that the waits for memory overlap.
    private void carryOutAll(Frontier.Cursor cursor) {
        int n = choices.size();
        System.arraycopy(base, 0, spare, 0, base.length);
        for (int i = 0; i < n; i++) {
            machine.apply(spare, choices.step(i));
            fingerprint.set(cursor.high(), cursor.low());
            Touched changed = machine.touched();
            for (int range = 0; range < changed.size(); range++) {
                fingerprint.update(base, spare, changed.from(range), changed.to(range));
            }
            undo(changed);
            highs[i] = fingerprint.high();
            lows[i] = fingerprint.low();
            touched += table.touch(highs[i]);
        }
        transitions += n;
        for (int i = 0; i < n; i++) {
            if (table.add(highs[i], lows[i])) {
                fresh++;
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

    /// Carries out the chosen steps of the base state.
    ///
    /// @param chosen whether they may turn out not to be enough
    /// @return false if so: one has ended the run as a violation, and others could do so too
    private boolean carryOut(Ample chooser, Frontier.Cursor cursor, int from, int to, boolean chosen) {
        for (int i = from; i < to; i++) {
            System.arraycopy(base, 0, works[i], 0, base.length);
            machine.apply(works[i], choices.step(i));
            transitions++;
            if (chosen && machine.faulty(works[i])) {
                return false;
            }
            works[i] = pass(chooser, works[i]);
            if (symmetry != null) {
                symmetry.normalise(works[i]);
            }
            fingerprint.set(cursor.high(), cursor.low());
            fingerprint.update(base, works[i], 0, base.length);
            highs[i] = fingerprint.high();
            lows[i] = fingerprint.low();
            touched += table.touch(highs[i]);
        }
        for (int i = from; i < to; i++) {
            keep(works[i], highs[i], lows[i]);
        }
        return true;
    }

    /// Goes on from a state while one step is enough.
    ///
    /// @return where it has come to; the array takes the place of the given one
    private int[] pass(Ample chooser, int[] start) {
        int[] work = start;
        for (machine.enabled(work, further); further.size() > 0; machine.enabled(work, further)) {
            chooser.choose(work, further);
            if (!chooser.passing()) {
                break;
            }
            System.arraycopy(work, 0, spare, 0, work.length);
            machine.apply(spare, further.step(chooser.from()));
            if (chooser.proper() && machine.faulty(spare)) {
                break;
            }
            transitions++;
            int[] passed = work;
            work = spare;
            spare = passed;
        }
        return work;
    }

    /// Nothing anybody needs: it keeps the compiler from leaving the touching out.
    long touched() {
        return touched;
    }

    private void publish() {
        stored.addAndGet(fresh);
        fresh = 0;
    }

    private void keep(int[] state, long high, long low) {
        if (table.add(high, low)) {
            fresh++;
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
