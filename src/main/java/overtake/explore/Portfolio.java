package overtake.explore;

import java.util.List;
import overtake.machine.Choices;

/// Takes turns: execution i is carried out by strategy i modulo their number.
public final class Portfolio implements Strategy {
    private final List<Strategy> strategies;
    private Strategy current;

    public Portfolio(List<Strategy> strategies) {
        this.strategies = List.copyOf(strategies);
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
    public void begin(long execution) {
        current = strategies.get((int) (execution % strategies.size()));
        current.begin(execution / strategies.size());
    }

    @Override
    public int pick(Choices choices) {
        return current.pick(choices);
    }
}
