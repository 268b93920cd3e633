package overtake.explore.strategy;

import java.util.Arrays;
import overtake.explore.Strategy;
import overtake.machine.Choices;
import overtake.machine.Op;
import overtake.machine.Step;

/// Lets at most `m` steps of a run overtake, that is, be made while an operation of their agent that comes earlier is still in flight. With m = 0 the
/// runs are those of sequential consistency, so what is found with m = 0 is a matter of locking, and what needs more a matter of fences.
/// The idea is that of delay bounding (Emmi, Qadeer, Rakamaric, "Delay-bounded scheduling", POPL 2011), with late deliveries in the place of
/// delayed threads.
///
/// Which ones may overtake is drawn in the manner of [Pct]: `m` of the first `length` opportunities. Everything else is picked as [Sticky]
/// picks. Where nothing but an overtaking step is possible (all else is blocked for good), it is made all the same: such a run ends in
/// a deadlock in any case.
public final class OvertakeBounded implements Strategy {
    private final SplitMix random = new SplitMix();
    private final Sticky sticky;
    private final Choices allowed = new Choices();
    private final long seed;
    private final int length;
    private final int[] opportunities;
    private int seen;

    /// @param most how many steps may overtake
    /// @param length how many opportunities to overtake a run has, about
    public OvertakeBounded(long seed, int most, int length) {
        if (most < 0 || length < 1) {
            throw new IllegalArgumentException("at most " + most + " overtakes in " + length);
        }
        this.seed = seed;
        this.length = length;
        sticky = new Sticky(seed);
        opportunities = new int[most];
    }

    @Override
    public String name() {
        return "overtakes-" + opportunities.length;
    }

    @Override
    public boolean everywhere() {
        return true;
    }

    @Override
    public void begin(long execution) {
        sticky.begin(execution);
        random.seed(~seed, execution);
        for (int i = 0; i < opportunities.length; i++) {
            opportunities[i] = random.next(length);
        }
        Arrays.sort(opportunities);
        seen = 0;
    }

    @Override
    public int pick(Choices choices) {
        allowed.clear();
        for (int i = 0; i < choices.size(); i++) {
            if (!overtakes(choices, i)) {
                allowed.add(choices.step(i), choices.op(i));
            }
        }
        boolean opportunity = allowed.size() < choices.size();
        if (!opportunity) {
            return sticky.pick(choices);
        }
        boolean taken = Arrays.binarySearch(opportunities, seen++) >= 0;
        if (!taken && allowed.size() > 0) {
            return choices.indexOf(allowed.step(sticky.pick(allowed)));
        }
        return overtaking(choices);
    }

    /// One of the overtaking steps.
    private int overtaking(Choices choices) {
        int count = choices.size() - allowed.size();
        int number = random.next(count);
        for (int i = 0;; i++) {
            if (overtakes(choices, i) && number-- == 0) {
                return i;
            }
        }
    }

    /// Whether the step would be made while something earlier of its agent is in flight. Under `lkmm` what is oldest stands at place 0 of the
    /// window, the newest store and the last place in coherence order are alternative 0.
    static boolean overtakes(Choices choices, int index) {
        int step = choices.step(index);
        int slot = Step.slot(step);
        if (slot >= Step.WINDOW && slot < Step.ASSUME) {
            return slot > Step.WINDOW || Step.alternative(step) > 0 && choices.op(index) != Op.CHOOSE;
        }
        if (slot == Step.GUESS || slot >= Step.ASSUME) {
            return true;
        }
        int agent = Step.agent(step);
        return slot == Step.REQUEST && choices.indexOf(Step.of(agent, Step.CHANNEL, 0)) >= 0;
    }
}
