package overtake.explore.strategy;

import java.util.Arrays;
import overtake.explore.Strategy;
import overtake.machine.Choices;
import overtake.machine.Step;

/// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, "A randomized scheduler with probabilistic
/// guarantees of finding bugs", ASPLOS 2010). Every agent, and every agent's channel of travelling operations, is a thread in the
/// paper's sense: it gets a random priority above `depth`, always the highest possible one runs, and at `depth - 1` random points the running
/// one falls below all others. A bug of depth d is found with probability at least 1 / (n k^(d-1)) for n threads and k steps.
///
/// Deviations: points are counted only where there is a choice between threads; a thread of an agent that spins ([Spinning]) falls to the bottom, or else it would spin for
/// ever; it is asked everywhere, for where only what matters is a choice, deliveries are no longer late and it found less (DECISIONS); alternatives of a `choose` are picked uniformly. The length is learnt from runs of this very kind ([Profile]): in a random walk a short agent is done
/// early, and no choice is left where the bug is. Nobody knows the depth of a bug beforehand, so it is drawn anew for each execution:
/// 2 in half of them, 3 in a quarter, and so on up to the most; the bound above holds times that share.
///
/// In two more forms the agents are the threads. What travels from an agent, interrupts it or is performed out of order has no priority of its own then: in one form it comes as soon as its agent is the
/// highest, in the other one after everything else. A change of the order of locks or of stores takes one change of priorities there and not two, and what is late is late for good, unless somebody spins: then the next delivery is not.
public final class Pct implements Strategy {
    /// What priorities belong to.
    private enum Form {
        THREADS("pct"),
        EARLY("pct-early"),
        LATE("pct-late");

        private final String word;

        Form(String word) {
            this.word = word;
        }
    }

    /// How far apart the ranks of agents are, so that what travels from one fits between.
    private static final int AGENT_RANKS = 2;

    private static final int LAST = Integer.MIN_VALUE / 2;

    private final SplitMix random = new SplitMix();
    private final Form form;
    private final long seed;
    private final int least;
    private final int length;
    /// By thread or agent.
    private final int[] priority;

    private final int[] changeAt;
    private final Spinning spinning;
    private int depth;
    private int choicesMade;
    private int floor;
    /// Somebody waits for what may be late: the next delivery is not.
    private boolean hurries;

    /// Every execution has the same depth.
    ///
    /// @param agents number of agents
    /// @param depth how many ordering constraints the bug has, at least 1
    /// @param length how many picks with a choice between threads a run has, about
    public Pct(long seed, int agents, int depth, int length) {
        this(seed, agents, depth, depth, length);
    }

    /// The depth of an execution is drawn, see above.
    public Pct(long seed, int agents, int least, int most, int length) {
        this(Form.THREADS, seed, agents, least, most, length);
    }

    private Pct(Form form, long seed, int agents, int least, int most, int length) {
        if (least < 1 || most < least || length < 1) {
            throw new IllegalArgumentException("depth " + least + " to " + most + ", length " + length);
        }
        this.form = form;
        this.seed = seed;
        this.least = least;
        this.length = length;
        priority = new int[form == Form.THREADS ? Threads.count(agents) : agents];
        changeAt = new int[most - 1];
        spinning = new Spinning(agents);
    }

    /// The form over agents with early deliveries.
    static Pct early(long seed, int agents, int least, int most, int length) {
        return new Pct(Form.EARLY, SplitMix.stream(seed, Form.EARLY.word), agents, least, most, length);
    }

    /// The form over agents with late deliveries.
    static Pct late(long seed, int agents, int least, int most, int length) {
        return new Pct(Form.LATE, SplitMix.stream(seed, Form.LATE.word), agents, least, most, length);
    }

    @Override
    public String name() {
        return form.word;
    }

    @Override
    public boolean everywhere() {
        return true;
    }

    @Override
    public void begin(long execution) {
        random.seed(seed, execution);
        depth = least;
        while (depth <= changeAt.length && random.next(2) == 0) {
            depth++;
        }
        for (int i = 0; i < priority.length; i++) {
            int j = random.next(i + 1);
            priority[i] = priority[j];
            priority[j] = depth + i;
        }
        for (int i = 0; i < depth - 1; i++) {
            changeAt[i] = random.next(length);
        }
        Arrays.sort(changeAt, 0, depth - 1);
        choicesMade = 0;
        floor = 0;
        hurries = false;
        spinning.begin();
    }

    private int owner(int step) {
        return form == Form.THREADS ? Threads.of(step) : Step.agent(step);
    }

    private int rank(int step) {
        int own = priority[owner(step)];
        if (form == Form.THREADS) {
            return own;
        }
        if (!Threads.travels(step)) {
            return AGENT_RANKS * own;
        }
        return form == Form.EARLY || hurries ? AGENT_RANKS * own + 1 : LAST + own;
    }

    @Override
    public int pick(Choices choices) {
        if (choices.size() == 1) {
            return made(choices, 0);
        }
        int best = best(choices);
        if (Threads.several(choices)) {
            for (int i = 0; i < depth - 1; i++) {
                if (changeAt[i] == choicesMade) {
                    priority[owner(choices.step(best))] = depth - 1 - i;
                    best = best(choices);
                }
            }
            choicesMade++;
        }
        int thread = Threads.of(choices.step(best));
        int alternatives = 0;
        for (int i = best; i < choices.size() && Threads.of(choices.step(i)) == thread; i++) {
            alternatives++;
        }
        return made(choices, alternatives == 1 ? best : best + random.next(alternatives));
    }

    private int made(Choices choices, int index) {
        int step = choices.step(index);
        hurries &= !Threads.travels(step);
        if (spinning.made(choices, index)) {
            priority[owner(step)] = --floor;
            hurries = true;
        }
        return index;
    }

    /// First choice of the possible thread with the highest rank.
    private int best(Choices choices) {
        int best = 0;
        for (int i = 1; i < choices.size(); i++) {
            if (rank(choices.step(i)) > rank(choices.step(best))) {
                best = i;
            }
        }
        return best;
    }
}
