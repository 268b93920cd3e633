package overtake.explore;

import java.util.Arrays;
import overtake.machine.Choices;
import overtake.machine.Step;

/// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, "A randomized scheduler with probabilistic
/// guarantees of finding bugs", ASPLOS 2010). Every agent, and every agent's channel of travelling operations, is a thread in the
/// paper's sense: it gets a random priority above `depth`, always the highest possible one runs, and at `depth - 1` random points the running
/// one falls below all others. A bug of depth d is found with probability at least 1 / (n k^(d-1)) for n threads and k steps.
///
/// Deviations: points are counted only where there is a choice; a thread that yields falls to the bottom, or else it would spin for
/// ever; alternatives of a `choose` are picked uniformly; `length` is given (measured from a few random runs by the caller).
public final class Pct implements Strategy {
    private final SplitMix random = new SplitMix();
    private final long seed;
    private final int depth;
    private final int length;
    /// By thread: 2 * agent for its requests, 2 * agent + 1 for its channel and interrupts.
    private final int[] priority;

    private final int[] changeAt;
    private int choicesMade;
    private int floor;

    /// @param agents number of agents
    /// @param depth how many ordering constraints the bug has, at least 1
    /// @param length how many picks with a choice a run has, about
    public Pct(long seed, int agents, int depth, int length) {
        if (depth < 1 || length < 1) {
            throw new IllegalArgumentException("depth " + depth + ", length " + length);
        }
        this.seed = seed;
        this.depth = depth;
        this.length = length;
        priority = new int[2 * agents];
        changeAt = new int[depth - 1];
    }

    @Override
    public String name() {
        return "pct";
    }

    @Override
    public void begin(long execution) {
        random.seed(seed, execution);
        for (int i = 0; i < priority.length; i++) {
            int j = random.next(i + 1);
            priority[i] = priority[j];
            priority[j] = depth + i;
        }
        for (int i = 0; i < changeAt.length; i++) {
            changeAt[i] = random.next(length);
        }
        Arrays.sort(changeAt);
        choicesMade = 0;
        floor = 0;
    }

    private static int thread(int step) {
        return 2 * Step.agent(step) + (Step.slot(step) == Step.REQUEST ? 0 : 1);
    }

    @Override
    public int pick(Choices choices) {
        if (choices.size() == 1) {
            return 0;
        }
        int best = best(choices);
        for (int i = 0; i < changeAt.length; i++) {
            if (changeAt[i] == choicesMade) {
                priority[thread(choices.step(best))] = depth - 1 - i;
                best = best(choices);
            }
        }
        choicesMade++;
        int thread = thread(choices.step(best));
        int alternatives = 0;
        for (int i = best; i < choices.size() && thread(choices.step(i)) == thread; i++) {
            alternatives++;
        }
        int picked = alternatives == 1 ? best : best + random.next(alternatives);
        if (choices.yields(picked)) {
            priority[thread] = --floor;
        }
        return picked;
    }

    /// First choice of the possible thread with the highest priority.
    private int best(Choices choices) {
        int best = 0;
        for (int i = 1; i < choices.size(); i++) {
            if (priority[thread(choices.step(i))] > priority[thread(choices.step(best))]) {
                best = i;
            }
        }
        return best;
    }
}
