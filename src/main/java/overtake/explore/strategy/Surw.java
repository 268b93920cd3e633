package overtake.explore.strategy;

import java.util.Arrays;
import java.util.List;
import overtake.explore.Strategy;
import overtake.machine.Choices;

/// Selectively uniform random walk ("Selectively uniform concurrency testing", ASPLOS 2025). Of a few operations that matter all orders are to be equally
/// likely, however many others the agents make: a thread is drawn with the odds of how many of them it has left, and until it has made its
/// next one the others are kept from theirs. If the counts are right, every order of them has the same probability.
///
/// What matters are the operations on one contended location, drawn for each execution from those of the [Profile]. Everything else is picked by another strategy: uniformly among
/// threads in the paper's form; long worlds need one that switches more rarely, and with such a one as its base this finds about as much as the best of all others (DECISIONS).
/// Deviations: counts are the most of a few runs and so may be too high; a thread that cannot come to its operation because all
/// others are kept back loses its turn, and so it does when somebody spins ([Spinning]), for what is waited for may be what is kept back. If the profile knows of nothing contended this is the base.
public final class Surw implements Strategy {
    /// A run so many times as long as the longest one measured has other counts than those: nobody is held back any more.
    private static final int LONGER = 2;

    private static final int NOBODY = -1;

    private final SplitMix random = new SplitMix();
    private final String name;
    private final long stream;
    private final List<Profile.Contended> contended;
    private final Strategy base;
    private final int[] left;
    private final Spinning spinning;
    private final int longest;
    private final Choices free = new Choices();
    private int[] places = new int[32];
    private int kind;
    private int target;
    private int turn;
    private int picks;

    /// The paper's form.
    ///
    /// @param agents number of agents
    public Surw(long seed, int agents, Profile profile) {
        this("surw", seed, agents, profile, new ThreadWalk(~seed, agents));
    }

    /// @param base picks among the steps that are not kept back
    Surw(String name, long seed, int agents, Profile profile, Strategy base) {
        this.name = name;
        this.base = base;
        stream = SplitMix.stream(seed, name);
        contended = profile.contended();
        left = new int[Threads.count(agents)];
        spinning = new Spinning(agents);
        longest = LONGER * profile.length();
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

    private boolean held(Choices choices, int index) {
        return turn != NOBODY && Threads.of(choices.step(index)) != turn && matters(choices, index);
    }

    @Override
    public int pick(Choices choices) {
        if (places.length < choices.size()) {
            places = new int[2 * choices.size()];
        }
        free.clear();
        for (int i = 0; i < choices.size(); i++) {
            if (!held(choices, i)) {
                places[free.size()] = i;
                free.add(choices.step(i), choices.op(i), choices.target(i));
            }
        }
        boolean all = free.size() == 0 || free.size() == choices.size();
        int index = all ? base.pick(choices) : places[base.pick(free)];
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

    /// Picks uniformly among the threads that can make a step, then among the steps of that one.
    private static final class ThreadWalk implements Strategy {
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
}
