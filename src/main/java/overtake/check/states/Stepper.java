package overtake.check.states;

import java.util.Arrays;
import overtake.machine.Choices;
import overtake.machine.Machine;

/// Takes single steps from state to state, as they are remembered; where there is no room to remember, as the machine takes them. Belongs to one JVM thread.
public final class Stepper {
    private final Machine machine;
    private final Contents contents;
    private final Effects effects;
    private final Fingerprint fingerprint;
    private final int[] before;
    private final int agents;

    /// The possible steps of one state.
    public static final class Moves {
        private final Choices choices = new Choices();
        /// By choice what is remembered of it.
        private int[] known = new int[32];

        public Choices choices() {
            return choices;
        }
    }

    public Stepper(Machine machine, Contents contents) {
        this.machine = machine;
        this.contents = contents;
        effects = new Effects(machine, contents);
        fingerprint = new Fingerprint(machine.size());
        before = new int[machine.size()];
        agents = machine.agents();
    }

    /// To be called now and then, while no moves are kept.
    public void makeRoom() {
        effects.makeRoom();
    }

    /// Reads a record of a chunk with numbers.
    public void read(int[] ints, int at, Spot into) {
        System.arraycopy(ints, at + Frontier.FINGERPRINT, into.numbers(), 0, contents.parts());
        contents.state(ints, at + Frontier.FINGERPRINT, into.state());
        into.set(Frontier.word(ints, at), Frontier.word(ints, at + 2), true);
    }

    /// Finishes a spot whose state was written out.
    public void read(long high, long low, Spot into) {
        into.set(high, low, contents.numbers(into.state(), into.numbers()));
    }

    /// Writes the possible steps.
    public void enabled(Spot spot, Moves into) {
        into.choices.clear();
        if (!spot.isNumbered() || Contents.faulty(spot.numbers(), 0)) {
            machine.enabled(spot.state(), into.choices);
            return;
        }
        for (int agent = 0; agent < agents; agent++) {
            int leaf = effects.find(spot.numbers(), 0, agent);
            if (leaf == Effects.UNKNOWN) {
                leaf = effects.learn(spot.numbers(), 0, spot.state(), agent);
            }
            if (leaf == Effects.UNKNOWN) {
                spot.dropNumbers();
                machine.enabled(spot.state(), into.choices);
                return;
            }
            for (int step = effects.first(leaf); step < effects.end(leaf); step++) {
                add(into, step);
            }
        }
    }

    private void add(Moves into, int step) {
        int n = into.choices.size();
        if (n == into.known.length) {
            into.known = Arrays.copyOf(into.known, 2 * n);
        }
        into.known[n] = step;
        effects.addTo(into.choices, step);
    }

    /// Takes one of the steps that [#enabled] has written for this state.
    public void take(Spot spot, Moves moves, int choice) {
        if (spot.isNumbered()) {
            int step = moves.known[choice];
            effects.carryOut(step, spot.numbers(), 0);
            effects.carryOut(step, spot.state());
            spot.set(spot.high() + effects.high(step), spot.low() + effects.low(step), true);
            return;
        }
        System.arraycopy(spot.state(), 0, before, 0, before.length);
        machine.apply(spot.state(), moves.choices.step(choice));
        fingerprint.set(spot.high(), spot.low());
        fingerprint.update(before, spot.state(), 0, before.length);
        spot.set(fingerprint.high(), fingerprint.low(), false);
    }
}
