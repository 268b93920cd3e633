package overtake.explore;

import overtake.machine.Choices;

/// Stands before another strategy and leaves to it what it does not do itself, so that nothing that the other one says of itself is lost.
public abstract class ForwardingStrategy implements Strategy {
    private final Strategy strategy;

    /// @param strategy the other one
    protected ForwardingStrategy(Strategy strategy) {
        this.strategy = strategy;
    }

    @Override
    public String name() {
        return strategy.name();
    }

    @Override
    public boolean everywhere() {
        return strategy.everywhere();
    }

    @Override
    public void begin(long execution) {
        strategy.begin(execution);
    }

    @Override
    public int pick(Choices choices) {
        return strategy.pick(choices);
    }
}
