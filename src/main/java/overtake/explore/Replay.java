package overtake.explore;

import java.util.List;
import overtake.machine.Choices;

/// Makes given picks, and stops when they are used up or the next one is not possible.
public final class Replay implements Strategy {
    private final List<Integer> steps;
    private int at;

    public Replay(List<Integer> steps) {
        this.steps = List.copyOf(steps);
    }

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public void begin(long execution) {
        at = 0;
    }

    @Override
    public int pick(Choices choices) {
        if (at == steps.size()) {
            return STOP;
        }
        int index = choices.indexOf(steps.get(at));
        if (index >= 0) {
            at++;
        }
        return index < 0 ? STOP : index;
    }

    /// How many picks were made.
    public int made() {
        return at;
    }
}
