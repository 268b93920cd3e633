package overtake.explore.shrink;

import overtake.machine.EventKind;
import overtake.machine.Journal;
import overtake.machine.Machine;

/// Counts what the steps of a run do, event by event.
final class Meter implements Journal {
    private final Machine machine;
    private final int[] travelling;
    private final boolean[] overtakes;
    private int operations;
    private int overtaking;

    Meter(Machine machine) {
        this.machine = machine;
        travelling = new int[machine.agents()];
        overtakes = new boolean[machine.agents()];
    }

    /// A step from that state is about to be made; counts begin at 0.
    void before(int[] state) {
        for (int agent = 0; agent < travelling.length; agent++) {
            travelling[agent] = machine.travelling(state, agent);
            overtakes[agent] = false;
        }
        operations = 0;
        overtaking = 0;
    }

    /// What the step has added, if the agent of the step before was another one or not.
    long added(boolean switched) {
        return Size.pack(operations, overtaking, switched ? 1 : 0, 1);
    }

    int operations() {
        return operations;
    }

    int overtaking() {
        return overtaking;
    }

    @Override
    public void event(EventKind kind, int agent, int pc, int target, int value) {
        switch (kind) {
            case PERFORM, GRANT, FENCE -> {
                operations++;
                overtaking += overtakes[agent] || travelling[agent] > 0 ? 1 : 0;
                overtakes[agent] = false;
            }
            case SEND -> {
                operations++;
                travelling[agent]++;
            }
            case DELIVER -> travelling[agent]--;
            case OVERTAKE -> overtakes[agent] = true;
            case WAIT, INTERRUPT, RETURN, END, BOUND, PLACE, LEARN, GUESS, SQUASH, UNDO -> {}
        }
    }
}
