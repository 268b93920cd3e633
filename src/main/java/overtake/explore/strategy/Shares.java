package overtake.explore.strategy;

import java.util.Arrays;

/// Which of several strategies carries out which execution. Of each [#SLOTS] executions everybody gets some, spread evenly: half of them by a fixed weight, half by how likely
/// an execution of its own was to show a new class of interleavings. That is the rule of probability matching, with what is long ago counting less: each epoch halves it.
public final class Shares {
    static final int SLOTS = 64;

    private final double[] weight;
    private final double[] tried;
    private final double[] found;
    private final int[] share;
    /// By slot.
    private final int[] member = new int[SLOTS];
    /// By slot, how many earlier ones of the same member there are.
    private final int[] rank = new int[SLOTS];
    /// By member, the executions that it carried out before this epoch.
    private final long[] before;

    private long from;

    /// @param weights of the members, at least one, all positive
    public Shares(double... weights) {
        double all = Arrays.stream(weights).sum();
        weight = Arrays.stream(weights).map(each -> each / all).toArray();
        tried = new double[weight.length];
        found = new double[weight.length];
        share = new int[weight.length];
        before = new long[weight.length];
        spread(weight);
    }

    /// How many members there are.
    public int members() {
        return weight.length;
    }

    /// The member that carries out an execution of this epoch.
    public int member(long execution) {
        return member[slot(execution)];
    }

    /// The number that the execution has among all of its member.
    long number(long execution) {
        int who = member(execution);
        return before[who] + (execution - from) / SLOTS * share[who] + rank[slot(execution)];
    }

    private int slot(long execution) {
        return (int) ((execution - from) % SLOTS);
    }

    /// How many of [#SLOTS] executions are a member's.
    public int share(int who) {
        return share[who];
    }

    /// An epoch is over.
    ///
    /// @param next the first execution of the next one, a multiple of [#SLOTS] behind the first of this one
    /// @param executions of the epoch, by member
    /// @param classes how many of them showed a class that none had shown, by member
    public void learn(long next, long[] executions, long[] classes) {
        for (int i = 0; i < weight.length; i++) {
            before[i] += (next - from) / SLOTS * share[i];
            tried[i] = tried[i] / 2 + executions[i];
            found[i] = found[i] / 2 + classes[i];
        }
        from = next;
        double[] chance = new double[weight.length];
        for (int i = 0; i < chance.length; i++) {
            chance[i] = (found[i] + 1) / (tried[i] + 2);
        }
        double all = Arrays.stream(chance).sum();
        double[] wanted = new double[weight.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = (weight[i] + chance[i] / all) / 2;
        }
        spread(wanted);
    }

    /// Slot by slot to whoever is furthest behind what it should have; everybody has one.
    private void spread(double[] wanted) {
        Arrays.fill(share, 0);
        for (int slot = 0; slot < SLOTS; slot++) {
            int who = 0;
            int left = SLOTS - slot;
            int without = 0;
            for (int i = 0; i < wanted.length; i++) {
                without += share[i] == 0 ? 1 : 0;
            }
            for (int i = 1; i < wanted.length; i++) {
                boolean further = wanted[i] * (slot + 1) - share[i] > wanted[who] * (slot + 1) - share[who];
                boolean mustNow = left == without && share[i] == 0;
                boolean mayNot = left == without && share[who] == 0;
                if (mustNow && !mayNot || further && mustNow == mayNot) {
                    who = i;
                }
            }
            member[slot] = who;
            rank[slot] = share[who]++;
        }
    }
}
