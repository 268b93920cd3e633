package overtake.explore.strategy;

import java.util.Arrays;
import java.util.List;
import overtake.explore.Strategy;
import overtake.machine.Choices;

/// Selectively uniform random walk ("Selectively uniform concurrency testing", ASPLOS 2025). Of a few operations that matter all orders are to be equally
/// likely, however many others the agents make: a thread is drawn with the odds of how many of them it has left, and until it has made its
/// next one the others are kept from theirs. If the counts are right, every order of them has the same probability.
///
/// What matters are the operations on one contended location, drawn for each execution from those of the [Profile]. Everything else is picked
/// uniformly among threads. Deviations: counts are the most of a few runs and so may be too high; a thread that cannot come to its operation because all
/// others are kept back loses its turn, and so it does when somebody spins ([Spinning]), for what is waited for may be what is kept back. If the profile knows of nothing contended this is a random walk over threads.
public final class Surw implements Strategy {
    /// A run so many times as long as the longest one measured has other counts than those: nobody is held back any more.
    private static final int LONGER = 2;

    private static final int NOBODY = -1;

    private final SplitMix random = new SplitMix();
    private final long seed;
    private final List<Profile.Contended> contended;
    private final int[] left;
    private final int[] free;
    private final Spinning spinning;
    private int kind;
    private int target;
    private int turn;
    private int picks;
    private final int longest;

    /// @param agents number of agents
    public Surw(long seed, int agents, Profile profile) {
        this.seed = seed;
        contended = profile.contended();
        left = new int[Threads.count(agents)];
        free = new int[left.length];
        spinning = new Spinning(agents);
        longest = LONGER * profile.length();
    }

    @Override
    public String name() {
        return "surw";
    }

    @Override
    public void begin(long execution) {
        random.seed(seed, execution);
        kind = 0;
        picks = 0;
        spinning.begin();
        turn = NOBODY;
        if (!contended.isEmpty()) {
            Profile.Contended chosen = contended.get(random.next(contended.size()));
            kind = chosen.kind();
            target = chosen.target();
            for (int i = 0; i < left.length; i++) {
                left[i] = chosen.counts().get(i);
            }
            draw();
        }
    }

    /// Whose operation is next.
    private void draw() {
        int total = 0;
        for (int count : left) {
            total += count;
        }
        turn = NOBODY;
        if (total > 0) {
            int at = random.next(total);
            do {
                at -= left[++turn];
            } while (at >= 0);
        }
    }

    private boolean matters(Choices choices, int index) {
        return kind != 0 && choices.target(index) == target && Races.kind(choices.op(index)) == kind;
    }

    @Override
    public int pick(Choices choices) {
        if (choices.size() == 1) {
            return made(choices, 0);
        }
        boolean anyFree = false;
        for (int i = 0; i < choices.size(); i++) {
            anyFree |= !held(choices, i);
        }
        return made(choices, uniform(choices, anyFree));
    }

    private boolean held(Choices choices, int index) {
        return turn != NOBODY && Threads.of(choices.step(index)) != turn && matters(choices, index);
    }

    /// One of the threads with a step that is not held back, then one of these steps.
    ///
    /// @param holding whether steps are held back; if not, all are free
    private int uniform(Choices choices, boolean holding) {
        Arrays.fill(free, 0);
        int threads = 0;
        for (int i = 0; i < choices.size(); i++) {
            if (!holding || !held(choices, i)) {
                threads += free[Threads.of(choices.step(i))]++ == 0 ? 1 : 0;
            }
        }
        int thread = -1;
        for (int number = random.next(threads); number >= 0; number -= free[thread] > 0 ? 1 : 0) {
            thread++;
        }
        int number = free[thread] == 1 ? 0 : random.next(free[thread]);
        for (int i = 0;; i++) {
            if (Threads.of(choices.step(i)) == thread && (!holding || !held(choices, i)) && number-- == 0) {
                return i;
            }
        }
    }

    private int made(Choices choices, int index) {
        picks++;
        if (spinning.made(choices, index) || picks > longest) {
            turn = NOBODY; // who is waited for may be held back, and have none left to be drawn for
        }
        if (matters(choices, index) && picks <= longest) {
            int thread = Threads.of(choices.step(index));
            left[thread] = Math.max(0, left[thread] - 1);
            draw();
        }
        return index;
    }
}
