package overtake.explore.strategy;

import java.util.Arrays;
import overtake.machine.Choices;
import overtake.machine.Op;

/// Notices agents that wait in a loop: one that says so by cond_resched or cpu_relax, or that has read or locked the same thing several times while no other
/// agent wrote anything. Its next step can change nothing that it has not changed before. What a strategy does then is up to it; none takes the step away, because
/// a loop that ends by itself looks the same from outside.
final class Spinning {
    private static final int TIMES = 4;
    private static final int PLACES = 16;

    private final int[] keys;
    private final int[] times;
    private final int[] used;

    Spinning(int agents) {
        keys = new int[agents * PLACES];
        times = new int[agents * PLACES];
        used = new int[agents];
    }

    /// An execution begins.
    void begin() {
        Arrays.fill(used, 0);
    }

    /// A step is made.
    ///
    /// @return whether its agent spins; then it is looked at afresh
    boolean made(Choices choices, int index) {
        int agent = choices.agent(index);
        int op = choices.op(index);
        if (writes(op)) {
            for (int other = 0; other < used.length; other++) {
                used[other] = other == agent ? used[other] : 0;
            }
        }
        if (op == Op.YIELD) {
            used[agent] = 0;
            return true;
        }
        if (writes(op) || choices.delivers(index) || choices.target(index) == Choices.UNKNOWN) {
            return false;
        }
        boolean spins = repeats(agent, op << 24 ^ choices.target(index));
        used[agent] = spins ? 0 : used[agent];
        return spins;
    }

    private boolean repeats(int agent, int key) {
        int base = agent * PLACES;
        for (int i = base; i < base + Math.min(used[agent], PLACES); i++) {
            if (keys[i] == key) {
                return ++times[i] >= TIMES;
            }
        }
        int at = base + used[agent]++ % PLACES;
        keys[at] = key;
        times[at] = 1;
        return false;
    }

    private static boolean writes(int op) {
        return op == Op.STORE || op == Op.RMW || op == Op.ALLOCATE || op == Op.FREE || op == Op.SYNCHRONIZE
                || op == Op.LINE;
    }
}
