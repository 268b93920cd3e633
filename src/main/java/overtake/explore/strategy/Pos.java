package overtake.explore.strategy;

import java.util.Arrays;
import overtake.explore.Strategy;
import overtake.machine.Choices;
import overtake.machine.Step;

/// Partial order sampling (Yuan, Yang, Gu, "Partial order aware concurrency sampling", CAV 2018). Every pending operation has a random
/// priority, and the highest is made. Then those that race with it get new ones, so that the order of operations that do not race, which nobody can
/// tell, costs no luck. A pending operation stays behind l others of one agent with probability 1 / (l + 1), where a random walk has 2^-l.
///
/// Deviations: an operation that a lock or an own earlier one had kept back draws when it becomes possible; it had not been compared before, so
/// the distribution is the same, except that what races with it and was made meanwhile is not asked. When an agent spins ([Spinning]) everything draws again: else what it waits for
/// stays behind with a priority p that all its draws exceed, 1 / p steps on average, which has no finite mean over p. Under `lkmm` places of the window
/// move, so all operations of an agent draw again when it makes a step; allocations and frees race with all accesses. Alternatives
/// (of a `choose`, of what a load reads) are picked uniformly.
public final class Pos implements Strategy {
    private static final int SLOTS = Step.ASSUME + Step.ASSUME - Step.WINDOW;

    private final SplitMix random = new SplitMix();
    private final long seed;
    /// By agent and slot; [#NONE] if it has to draw.
    private final int[] priority;

    private final int[] offeredAt;
    private final Spinning spinning;
    private int now;

    private static final int NONE = -1;

    /// @param agents number of agents
    public Pos(long seed, int agents) {
        this.seed = seed;
        priority = new int[agents * SLOTS];
        offeredAt = new int[agents * SLOTS];
        spinning = new Spinning(agents);
    }

    @Override
    public String name() {
        return "pos";
    }

    @Override
    public void begin(long execution) {
        random.seed(seed, execution);
        Arrays.fill(offeredAt, NONE);
        spinning.begin();
        now = 0;
    }

    private static int key(int step) {
        return Step.agent(step) * SLOTS + Step.slot(step);
    }

    @Override
    public int pick(Choices choices) {
        now++;
        int best = -1;
        int alternatives = 0;
        for (int i = 0; i < choices.size(); i++) {
            int key = key(choices.step(i));
            if (best >= 0 && key == key(choices.step(best))) {
                alternatives++;
                continue;
            }
            if (offeredAt[key] < now - 1 || priority[key] == NONE) {
                priority[key] = random.next(Integer.MAX_VALUE);
            }
            offeredAt[key] = now;
            if (best < 0 || priority[key] > priority[key(choices.step(best))]) {
                best = i;
                alternatives = 1;
            }
        }
        redraw(choices, best);
        if (spinning.made(choices, best)) {
            Arrays.fill(priority, NONE);
        }
        return alternatives == 1 ? best : alternative(choices, best, random.next(alternatives));
    }

    private static int alternative(Choices choices, int first, int number) {
        int key = key(choices.step(first));
        int index = first;
        for (int left = number; left > 0; left--) {
            do {
                index++;
            } while (key(choices.step(index)) != key);
        }
        return index;
    }

    /// What was made draws for its successor, and what races with it draws again.
    private void redraw(Choices choices, int made) {
        int step = choices.step(made);
        boolean window = Step.slot(step) >= Step.GUESS;
        priority[key(step)] = NONE;
        for (int i = 0; i < choices.size(); i++) {
            int other = choices.step(i);
            if (Races.between(choices, made, i) || window && Step.agent(other) == Step.agent(step)) {
                priority[key(other)] = NONE;
            }
        }
    }
}
