package overtake.explore.strategy;

import java.util.List;
import overtake.explore.Strategy;
import overtake.machine.Choices;

/// Leaves each execution to the strategy that [Shares] says.
public final class Portfolio implements Strategy {
    private final List<Strategy> strategies;
    private final Shares shares;
    private Strategy current;

    public Portfolio(List<Strategy> strategies, Shares shares) {
        if (strategies.size() != shares.members()) {
            throw new IllegalArgumentException(strategies.size() + " strategies, " + shares.members() + " members");
        }
        this.strategies = List.copyOf(strategies);
        this.shares = shares;
        current = this.strategies.getFirst();
    }

    @Override
    public String name() {
        return "portfolio";
    }

    /// Name of the strategy that carries out the current execution.
    public String current() {
        return current.name();
    }

    @Override
    public boolean everywhere() {
        return current.everywhere();
    }

    @Override
    public void begin(long execution) {
        current = strategies.get(shares.member(execution));
        current.begin(shares.number(execution));
    }

    @Override
    public int pick(Choices choices) {
        return current.pick(choices);
    }
}
