package overtake.explore.strategy;

import overtake.machine.Choices;
import overtake.machine.Step;

/// What published strategies call threads: an agent's requests are one, what travels from it, interrupts it or is performed out of order behind
/// the oldest operation of its window is another.
final class Threads {
    private Threads() {}

    static int count(int agents) {
        return 2 * agents;
    }

    static int of(int step) {
        return 2 * Step.agent(step) + (travels(step) ? 1 : 0);
    }

    /// Whether the step is of the agent's other thread: not what the agent itself asks for.
    static boolean travels(int step) {
        return Step.slot(step) != Step.REQUEST;
    }

    /// Whether more than one thread can make a step; alternatives of one operation are no choice between threads.
    static boolean several(Choices choices) {
        int first = of(choices.step(0));
        for (int i = 1; i < choices.size(); i++) {
            if (of(choices.step(i)) != first) {
                return true;
            }
        }
        return false;
    }
}
