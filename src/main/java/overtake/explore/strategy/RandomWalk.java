package overtake.explore.strategy;

import overtake.explore.Strategy;
import overtake.machine.Choices;

/// Picks uniformly among all possible steps.
public final class RandomWalk implements Strategy {
    private final SplitMix random = new SplitMix();
    private final long seed;

    public RandomWalk(long seed) {
        this.seed = seed;
    }

    @Override
    public String name() {
        return "random";
    }

    @Override
    public void begin(long execution) {
        random.seed(seed, execution);
    }

    @Override
    public int pick(Choices choices) {
        return choices.size() == 1 ? 0 : random.next(choices.size());
    }
}
