package overtake.explore.strategy;

import overtake.explore.Strategy;
import overtake.machine.Choices;
import overtake.machine.Op;

/// Keeps an agent running with probability 7/8, and delivers travelling operations late: a switch goes to a delivery four times more
/// rarely than to an agent. Long runs of one agent and late deliveries are what fence bugs need; measured on the missing barrier of seed 000, this
/// needs far fewer runs than a uniform choice.
///
/// The form that hesitates keeps an agent running with probability 3/4, but with 1/4 only if it is about to write: others may come between what it has read and what it makes of that. That an agent is
/// held before what races is the idea of active testing (Sen, "Race directed random testing of concurrent programs", PLDI 2008); here it takes no knowledge of races.
/// The form in bursts keeps it running with 31/32, and a switch goes to a delivery as likely as to an agent: for worlds with hundreds of steps.
public final class Sticky implements Strategy {
    private static final int OF = 32;

    private final SplitMix random = new SplitMix();
    private final String name;
    private final long seed;
    private final Habits habits;
    private int last;

    /// How an agent that runs is treated.
    ///
    /// @param stay of 32 times it goes on
    /// @param write of 32 times it goes on if it is about to write
    /// @param agents how much likelier a switch goes to an agent than to a delivery
    private record Habits(int stay, int write, int agents) {}

    public Sticky(long seed) {
        this("sticky", seed, new Habits(28, 28, 4));
    }

    private Sticky(String name, long seed, Habits habits) {
        this.name = name;
        this.seed = seed;
        this.habits = habits;
    }

    /// The form that hesitates before writes.
    static Sticky hesitant(long seed) {
        return new Sticky("hesitant", SplitMix.stream(seed, "hesitant"), new Habits(24, 8, 4));
    }

    /// The form in bursts.
    static Sticky bursts(long seed) {
        return new Sticky("bursts", SplitMix.stream(seed, "bursts"), new Habits(31, 31, 1));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void begin(long execution) {
        random.seed(seed, execution);
        last = -1;
    }

    @Override
    public int pick(Choices choices) {
        int n = choices.size();
        if (n == 1) {
            last = choices.agent(0);
            return 0;
        }
        int stay = stay(choices);
        if (stay >= 0 && random.next(OF) < (writes(choices.op(stay)) ? habits.write() : habits.stay())) {
            return stay;
        }
        int total = 0;
        for (int i = 0; i < n; i++) {
            total += weight(choices, i);
        }
        int at = random.next(total);
        int index = 0;
        for (at -= weight(choices, 0); at >= 0; at -= weight(choices, index)) {
            index++;
        }
        last = choices.agent(index);
        return index;
    }

    /// The last agent's own request, one of its alternatives; -1 if it has none or has just offered to yield.
    private int stay(Choices choices) {
        int first = -1;
        int count = 0;
        for (int i = 0; i < choices.size(); i++) {
            if (choices.agent(i) == last && !choices.delivers(i)) {
                if (choices.yields(i)) {
                    return -1;
                }
                first = first < 0 ? i : first;
                count++;
            }
        }
        return count <= 1 ? first : first + random.next(count);
    }

    private static boolean writes(int op) {
        return op == Op.STORE || op == Op.RMW || op == Op.FREE || op == Op.LINE;
    }

    private int weight(Choices choices, int index) {
        return choices.delivers(index) ? 1 : habits.agents();
    }
}
