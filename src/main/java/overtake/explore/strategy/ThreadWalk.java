package overtake.explore.strategy;

import java.util.Arrays;
import overtake.explore.Strategy;
import overtake.machine.Choices;

/// Picks uniformly among the threads that can make a step, then among the steps of that one.
final class ThreadWalk implements Strategy {
    private final SplitMix random = new SplitMix();
    private final long seed;
    private final int[] steps;

    ThreadWalk(long seed, int agents) {
        this.seed = seed;
        steps = new int[Threads.count(agents)];
    }

    @Override
    public String name() {
        return "threads";
    }

    @Override
    public void begin(long execution) {
        random.seed(seed, execution);
    }

    @Override
    public int pick(Choices choices) {
        if (choices.size() == 1) {
            return 0;
        }
        Arrays.fill(steps, 0);
        int threads = 0;
        for (int i = 0; i < choices.size(); i++) {
            threads += steps[Threads.of(choices.step(i))]++ == 0 ? 1 : 0;
        }
        int thread = -1;
        for (int number = random.next(threads); number >= 0; number -= steps[thread] > 0 ? 1 : 0) {
            thread++;
        }
        int number = steps[thread] == 1 ? 0 : random.next(steps[thread]);
        for (int i = 0;; i++) {
            if (Threads.of(choices.step(i)) == thread && number-- == 0) {
                return i;
            }
        }
    }
}
