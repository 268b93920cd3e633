package overtake.explore.strategy;

import overtake.explore.Strategy;
import overtake.machine.Choices;

/// [Pos] with priorities that last: a thread keeps that of the operation that it has made in half of the cases, and what races with it keeps its own in half of the cases. So an
/// agent runs on for longer than under POS and its priorities change more often than under [Pct], which long worlds need; where an operation has to stay behind many others,
/// that is likelier. Priorities belong to threads ([Threads]); when an agent spins ([Spinning]) all are drawn again.
final class LazyPos implements Strategy {
    private final SplitMix random = new SplitMix();
    private final long stream;
    private final int[] priority;
    private final Spinning spinning;

    LazyPos(long seed, int agents) {
        stream = SplitMix.stream(seed, "lazy-pos");
        priority = new int[Threads.count(agents)];
        spinning = new Spinning(agents);
    }

    @Override
    public String name() {
        return "lazy-pos";
    }

    @Override
    public void begin(long execution) {
        random.seed(stream, execution);
        spinning.begin();
        drawAll();
    }

    private void drawAll() {
        for (int i = 0; i < priority.length; i++) {
            priority[i] = random.next(Integer.MAX_VALUE);
        }
    }

    private void sometimes(int thread) {
        if (random.next(2) == 0) {
            priority[thread] = random.next(Integer.MAX_VALUE);
        }
    }

    @Override
    public int pick(Choices choices) {
        int best = 0;
        int alternatives = 1;
        for (int i = 1; i < choices.size(); i++) {
            int thread = Threads.of(choices.step(i));
            int first = Threads.of(choices.step(best));
            if (thread == first) {
                alternatives++;
            } else if (priority[thread] > priority[first]) {
                best = i;
                alternatives = 1;
            }
        }
        int thread = Threads.of(choices.step(best));
        int index = alternatives == 1 ? best : alternative(choices, thread, random.next(alternatives));
        if (choices.size() > 1) {
            for (int i = 0; i < choices.size(); i++) {
                if (Races.between(choices, index, i)) {
                    sometimes(Threads.of(choices.step(i)));
                }
            }
            sometimes(thread);
        }
        if (spinning.made(choices, index)) {
            drawAll();
        }
        return index;
    }

    private static int alternative(Choices choices, int thread, int number) {
        int left = number;
        for (int i = 0;; i++) {
            if (Threads.of(choices.step(i)) == thread && left-- == 0) {
                return i;
            }
        }
    }
}
