package overtake.explore.strategy;

import overtake.explore.Strategy;
import overtake.machine.Choices;

/// Keeps an agent running with probability 7/8, and delivers travelling operations late: a switch goes to a delivery four times more
/// rarely than to an agent. Long runs of one agent and late deliveries are what fence bugs need; measured on the missing barrier of seed 000, this
/// needs far fewer runs than a uniform choice.
public final class Sticky implements Strategy {
    private static final int STAY_OF_8 = 7;
    private static final int AGENT_WEIGHT = 4;

    private final SplitMix random = new SplitMix();
    private final long seed;
    private int last;

    public Sticky(long seed) {
        this.seed = seed;
    }

    @Override
    public String name() {
        return "sticky";
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
        if (stay >= 0 && random.next(8) < STAY_OF_8) {
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

    private static int weight(Choices choices, int index) {
        return choices.delivers(index) ? 1 : AGENT_WEIGHT;
    }
}
