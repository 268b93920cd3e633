package overtake.check;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import overtake.check.states.Additions;
import overtake.check.states.Contents;
import overtake.check.states.Fingerprint;
import overtake.check.states.Frontier;
import overtake.check.states.Spot;
import overtake.check.states.StateTable;
import overtake.check.states.Stepper;
import overtake.check.states.Stepper.Moves;
import overtake.machine.Machine;
import overtake.machine.Symmetry;

/// Expands states with the reduction: carries out the steps that [Ample] chooses, and goes on behind each while one step is enough, so that only the end of such a chain
/// is stored.
final class Chains {
    private final Machine machine;
    private final Ample ample;
    private final StateTable table;
    private final Frontier next;
    private final Ended ended;
    private final Stepper stepper;
    private final @Nullable Symmetry symmetry;
    private final Fingerprint fingerprint;
    private final int[] named;
    private final Moves moves = new Moves();
    private final Moves further = new Moves();
    private final Spot base;
    private final int parts;
    /// The ends of the chains of a state, with the first words of their fingerprints.
    private Spot[] works = {};

    private long[] highs = {};
    private long transitions;
    private long touched;
    private final Additions additions;

    /// Looks at a state in which no step is possible.
    interface Ended {
        void end(int[] state);
    }

    /// @param next where new states go
    /// @param symmetry if agents are not to be told apart
    Chains(Machine machine, Ample ample, Contents contents, StateTable table, Frontier next,
            Optional<Symmetry> symmetry, Ended ended) {
        this.machine = machine;
        this.ample = ample;
        this.table = table;
        this.next = next;
        additions = new Additions(table);
        this.ended = ended;
        stepper = new Stepper(machine, contents);
        this.symmetry = symmetry.orElse(null);
        fingerprint = new Fingerprint(machine.size());
        named = new int[machine.size()];
        parts = contents.parts();
        base = spot();
    }

    private Spot spot() {
        return new Spot(machine.size(), parts, machine.agents());
    }

    long transitions() {
        return transitions;
    }

    /// Nothing anybody needs: it keeps the compiler from leaving the touching out.
    long touched() {
        return touched;
    }

    /// Expands all states of a chunk.
    void expand(Frontier.Chunk chunk, boolean storing) {
        stepper.makeRoom();
        additions.begin();
        try {
            if (chunk.isNumbered()) {
                for (int at = 0; at < chunk.used(); at += chunk.record()) {
                    stepper.read(chunk, at, base);
                    expand(storing);
                }
            } else {
                Frontier.Cursor cursor = new Frontier.Cursor(chunk, machine.size());
                while (cursor.next(base.state())) {
                    stepper.read(cursor.high(), cursor.low(), base);
                    expand(storing);
                }
            }
        } finally {
            additions.end();
        }
    }

    private void expand(boolean storing) {
        stepper.enabled(base, moves);
        int n = moves.choices().size();
        if (n == 0) {
            ended.end(base.state());
        }
        if (n == 0 || !storing) {
            return;
        }
        additions.expect(n);
        while (works.length < n) {
            works = Arrays.copyOf(works, works.length + 1);
            works[works.length - 1] = spot();
            highs = new long[works.length];
        }
        ample.choose(base.state(), moves.choices());
        if (!carryOut(ample.from(), ample.to(), ample.proper())) {
            carryOut(0, n, false);
        }
    }

    /// Carries out the chosen steps of the base state.
    ///
    /// @param chosen whether they may turn out not to be enough
    /// @return false if so: one has ended the run as a violation, and others could do so too
    private boolean carryOut(int from, int to, boolean chosen) {
        for (int i = from; i < to; i++) {
            works[i].copy(base);
            stepper.take(works[i], moves, i);
            transitions++;
            if (chosen && machine.faulty(works[i].state())) {
                return false;
            }
            pass(works[i]);
            rename(works[i]);
            highs[i] = works[i].high();
        }
        touched += table.touch(highs, from, to);
        for (int i = from; i < to; i++) {
            if (additions.add(highs[i], works[i].low())) {
                next.add(works[i], stepper.memory());
            }
        }
        return true;
    }

    /// Gives the agents of a state the names by which it is stored.
    private void rename(Spot spot) {
        if (symmetry == null) {
            return;
        }
        int[] state = spot.state();
        System.arraycopy(state, 0, named, 0, state.length);
        symmetry.normalise(state);
        if (!Arrays.equals(state, named)) {
            fingerprint.set(spot.high(), spot.low());
            fingerprint.update(named, state, 0, state.length);
            stepper.read(fingerprint.high(), fingerprint.low(), spot);
        }
    }

    /// Goes on from a state while one step is enough.
    private void pass(Spot work) {
        for (stepper.enabled(work, further); further.choices().size() > 0; stepper.enabled(work, further)) {
            ample.choose(work.state(), further.choices());
            if (!ample.passing()) {
                break;
            }
            if (!ample.proper()) {
                stepper.take(work, further, ample.from());
            } else if (!stepper.takeHarmless(work, further, ample.from())) {
                break;
            }
            transitions++;
        }
    }
}
