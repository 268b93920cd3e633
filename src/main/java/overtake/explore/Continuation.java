package overtake.explore;

import java.util.List;
import overtake.machine.Choices;

/// Makes given picks for as long as they are possible, then leaves the rest to another strategy.
public final class Continuation implements Strategy {
    private final Replay beginning;
    private final Strategy rest;
    private boolean continued;

    /// @param beginning see [overtake.machine.Step]
    public Continuation(List<Integer> beginning, Strategy rest) {
        this.beginning = new Replay(beginning);
        this.rest = rest;
    }

    @Override
    public String name() {
        return "replay, then " + rest.name();
    }

    @Override
    public void begin(long execution) {
        continued = false;
        beginning.begin(0);
        rest.begin(execution);
    }

    @Override
    public int pick(Choices choices) {
        if (!continued) {
            int index = beginning.pick(choices);
            if (index != STOP) {
                return index;
            }
            continued = true;
        }
        return rest.pick(choices);
    }
}
