package overtake.explore.shrink;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.machine.Machine;
import overtake.machine.Step;
import overtake.trace.Pick;
import overtake.trace.PickNames;

/// Makes runs from named picks, leaving out those that are not possible when their turn comes. When the picks are used up, it goes on with
/// the agent of the last step for as long as it can, then with the first that can, until the run ends.
public final class Follower {
    private static final int WORST = 4;

    private final Machine machine;
    private final PickNames names;
    private final Meter meter;
    private final Choices choices = new Choices();
    private final int maxSteps;
    private final List<Pick> picks = new ArrayList<>();
    private final List<Integer> steps = new ArrayList<>();
    private final BitSet agents = new BitSet();
    private int operations;
    private int overtakes;
    private int switches;
    private long made;

    /// A run, by name and by number.
    ///
    /// @param fault empty if it ended well, was abandoned, or came to no end in time
    /// @param passed whether it ended well
    /// @param followed how many of the picks that were asked for were made
    public record Run(
            List<Pick> picks, List<Integer> steps, Size size, Optional<Fault> fault, boolean passed, int followed) {}

    public Follower(Machine machine, int maxSteps) {
        this.machine = machine;
        this.maxSteps = maxSteps;
        names = new PickNames(machine);
        meter = new Meter(machine);
        machine.journal((kind, agent, pc, target, value) -> {
            names.event(kind, agent, pc, target, value);
            meter.event(kind, agent, pc, target, value);
        });
    }

    /// How many steps all runs together have made.
    public long made() {
        return made;
    }

    /// The run that the picks make; a pick that is not possible when its turn comes is left out.
    public Run follow(List<Pick> wanted) {
        names.reset();
        picks.clear();
        steps.clear();
        agents.clear();
        operations = 0;
        overtakes = 0;
        switches = 0;
        for (Pick pick : wanted) {
            int step = names.find(pick);
            if (step != PickNames.NONE) {
                take(step, pick);
            }
        }
        int followed = steps.size();
        for (int i = 0; i < maxSteps; i++) {
            machine.enabled(names.state(), choices);
            if (choices.size() == 0) {
                break;
            }
            int step = choices.step(next());
            take(step, names.name(step));
        }
        machine.enabled(names.state(), choices);
        boolean ended = choices.size() == 0 && !machine.abandoned(names.state());
        Optional<Fault> fault = ended ? machine.ending(names.state()) : Optional.empty();
        Size size = new Size(agents.cardinality(), operations, overtakes, switches, steps.size());
        return new Run(List.copyOf(picks), List.copyOf(steps), size, fault, ended && fault.isEmpty(),
                followed);
    }

    private void take(int step, Pick pick) {
        meter.before(names.state());
        int agent = Step.agent(step);
        switches += !steps.isEmpty() && Step.agent(steps.getLast()) != agent ? 1 : 0;
        picks.add(pick);
        steps.add(step);
        agents.set(agent);
        names.apply(step);
        operations += meter.operations();
        overtakes += meter.overtaking();
        made++;
    }

    private int next() {
        int last = steps.isEmpty() ? -1 : Step.agent(steps.getLast());
        int best = 0;
        int bestRank = Integer.MAX_VALUE;
        for (int i = 0; i < choices.size(); i++) {
            int rank = rank(i, last);
            if (rank < bestRank) {
                best = i;
                bestRank = rank;
            }
        }
        return best;
    }

    /// Low for what a reader expects next: the same agent, no interrupt, no guess.
    private int rank(int index, int last) {
        int slot = Step.slot(choices.step(index));
        if (slot == Step.INTERRUPT || slot == Step.GUESS || slot >= Step.ASSUME) {
            return WORST;
        }
        if (choices.yields(index)) {
            return 2;
        }
        return choices.agent(index) == last ? 0 : 1;
    }
}
