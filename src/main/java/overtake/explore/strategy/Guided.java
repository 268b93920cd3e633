package overtake.explore.strategy;

import java.util.Arrays;
import overtake.explore.Strategy;
import overtake.machine.Choices;

/// Coverage-guided sampling in the manner of reads-from fuzzing (Wolff, Shi, Duck, Mathur, Roychoudhury, "Greybox fuzzing for concurrency testing", ASPLOS 2024): a run that
/// showed two sites of different agents access a cell one right after the other (a reads-from pair, or its converse) as no run before it did is kept, and
/// kept runs are changed a little and made again.
///
/// Deviations: what is changed is the schedule, not a set of constraints on reads, so a change may have no effect; a pick that is not possible any more is left out; all kept runs are drawn
/// alike; where the changed schedule ends, and in a quarter of all executions from the start, another strategy picks. What is kept is decided between epochs ([Corpus]), so
/// that it does not depend on the number of jobs.
public final class Guided implements Strategy {
    private static final int LONGEST_MOVE = 8;
    private static final int[] NOTHING = {};

    private final SplitMix random = new SplitMix();
    private final long stream;
    private final Strategy base;
    private final Corpus corpus;
    private final String name;
    private int[] picks = NOTHING;
    private int next;

    /// @param base picks where no kept run does
    public Guided(String name, long seed, Strategy base, Corpus corpus) {
        this.name = name;
        stream = SplitMix.stream(seed, name);
        this.base = base;
        this.corpus = corpus;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean everywhere() {
        return base.everywhere();
    }

    @Override
    public void begin(long execution) {
        base.begin(execution);
        random.seed(stream, execution);
        next = 0;
        picks = corpus.size() == 0 || random.next(4) == 0 ? NOTHING : changed(drawn());
    }

    private int[] drawn() {
        return corpus.schedule(random.next(corpus.size()));
    }

    private int[] changed(int[] parent) {
        int at = random.next(parent.length);
        return switch (random.next(3)) {
            case 0 -> Arrays.copyOf(parent, at);
            case 1 -> spliced(parent, at, drawn());
            default -> delayed(parent, at);
        };
    }

    private int[] spliced(int[] parent, int at, int[] other) {
        int from = random.next(other.length);
        int[] both = Arrays.copyOf(parent, at + other.length - from);
        System.arraycopy(other, from, both, at, other.length - from);
        return both;
    }

    /// Some picks of one thread come later than they did.
    private int[] delayed(int[] parent, int at) {
        int thread = Threads.of(parent[at]);
        int count = 1 + random.next(LONGEST_MOVE);
        int until = at + 1 + random.next(parent.length - at);
        int[] moved = new int[count];
        int[] made = parent.clone();
        int taken = 0;
        int to = at;
        for (int i = at; i < until; i++) {
            if (taken < count && Threads.of(parent[i]) == thread) {
                moved[taken++] = parent[i];
            } else {
                made[to++] = parent[i];
            }
        }
        System.arraycopy(moved, 0, made, to, taken);
        return made;
    }

    @Override
    public int pick(Choices choices) {
        while (next < picks.length) {
            int index = choices.indexOf(picks[next++]);
            if (index >= 0) {
                return index;
            }
        }
        return base.pick(choices);
    }
}
