package overtake.explore.strategy;

import overtake.explore.ForwardingStrategy;
import overtake.explore.Strategy;
import overtake.machine.Choices;

/// Leaves out unlikely guesses in three of four executions, as long as there is something else to do: under `lkmm` a run that guesses wrongly mostly
/// has to take it back, or is none. In the fourth everything is as another strategy picks it, so that nothing is lost.
final class Likely extends ForwardingStrategy {
    private static final int ALL_OF = 4;
    private static final long STREAM = 0x6c696b656c79L;

    private final long seed;
    private final SplitMix random = new SplitMix();
    private final Choices likely = new Choices();
    private int[] places = new int[32];
    private boolean all;

    Likely(Strategy strategy, long seed) {
        super(strategy);
        this.seed = seed;
    }

    @Override
    public void begin(long execution) {
        random.seed(seed ^ STREAM, execution);
        all = random.next(ALL_OF) == 0;
        super.begin(execution);
    }

    @Override
    public int pick(Choices choices) {
        int unlikely = choices.unlikelies();
        if (all || unlikely == 0 || unlikely == choices.size()) {
            return super.pick(choices);
        }
        if (places.length < choices.size()) {
            places = new int[2 * choices.size()];
        }
        likely.clear();
        for (int i = 0; i < choices.size(); i++) {
            if (!choices.unlikely(i)) {
                places[likely.size()] = i;
                likely.add(choices.step(i), choices.op(i), choices.target(i));
            }
        }
        int index = super.pick(likely);
        return index == STOP ? STOP : places[index];
    }
}
