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

    /// What leaves belong to: see [Effects#memory].
    public Object memory() {
        return effects.memory();
    }

    /// Reads a record of a chunk with numbers.
    public void read(Frontier.Chunk chunk, int at, Spot into) {
        int[] ints = chunk.ints();
        int numbers = at + Frontier.FINGERPRINT;
        contents.state(ints, numbers, into.state());
        into.set(Frontier.word(ints, at), Frontier.word(ints, at + 2), true);
        int known = contents.parts() + (chunk.isKnownBy(memory()) ? agents : 0);
        System.arraycopy(ints, numbers, into.numbers(), 0, known);
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
            int leaf = leaf(spot, agent);
            if (leaf == Effects.UNKNOWN) {
                spot.dropNumbers();
                into.choices.clear();
                machine.enabled(spot.state(), into.choices);
                return;
            }
            int end = effects.end(leaf);
            for (int step = effects.first(leaf); step < end; step++) {
                add(into, step);
            }
        }
    }

    private int leaf(Spot spot, int agent) {
        int[] numbers = spot.numbers();
        int at = spot.firstLeaf() + agent;
        if (numbers[at] == Effects.UNKNOWN) {
            numbers[at] = effects.find(numbers, 0, agent);
        }
        if (numbers[at] == Effects.UNKNOWN) {
            numbers[at] = effects.learn(numbers, 0, spot.state(), agent);
        }
        return numbers[at];
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
        take(spot, moves, choice, false);
    }

    /// Takes one of the steps that [#enabled] has written for this state, unless it ends the run as a violation.
    ///
    /// @return whether it was taken
    public boolean takeHarmless(Spot spot, Moves moves, int choice) {
        return take(spot, moves, choice, true);
    }

    private boolean take(Spot spot, Moves moves, int choice, boolean onlyHarmless) {
        if (spot.isNumbered()) {
            int step = moves.known[choice];
            boolean taken = !onlyHarmless || !effects.isFaulty(step);
            if (taken) {
                effects.carryOut(step, spot.numbers(), 0);
                effects.carryOut(step, spot.state());
                effects.dropChanged(step, spot.numbers(), spot.firstLeaf(), agents);
                spot.move(spot.high() + effects.high(step), spot.low() + effects.low(step));
            }
            return taken;
        }
        int[] state = spot.state();
        System.arraycopy(state, 0, before, 0, before.length);
        machine.apply(state, moves.choices.step(choice));
        if (onlyHarmless && machine.faulty(state)) {
            System.arraycopy(before, 0, state, 0, before.length);
            return false;
        }
        fingerprint.set(spot.high(), spot.low());
        fingerprint.update(before, state, 0, before.length);
        spot.move(fingerprint.high(), fingerprint.low());
        return true;
    }
}
