package overtake.machine;

import java.util.Arrays;

/// The steps that are possible now, in the documented order, with the operation that each would perform. Reused from step to step.
public final class Choices {
    /// The target of an operation that has none, or not one.
    public static final int UNKNOWN = -1;

    private int[] steps = new int[32];
    private int[] ops = new int[32];
    private int[] targets = new int[32];
    private boolean[] unlikely = new boolean[32];
    private int unlikelies;
    private int size;

    public void clear() {
        size = 0;
        unlikelies = 0;
    }

    /// @param op one of the constants of [Op]; for an interrupt [Op#HALT]
    public void add(int step, int op) {
        add(step, op, UNKNOWN);
    }

    /// @param target number of the cell, lock, domain or line that the operation is about, or [#UNKNOWN]
    public void add(int step, int op, int target) {
        if (size == steps.length) {
            steps = Arrays.copyOf(steps, 2 * size);
            ops = Arrays.copyOf(ops, 2 * size);
            targets = Arrays.copyOf(targets, 2 * size);
            unlikely = Arrays.copyOf(unlikely, 2 * size);
        }
        unlikely[size] = false;
        steps[size] = step;
        targets[size] = Op.located(op) ? target : UNKNOWN;
        ops[size++] = op;
    }

    /// Says of the last one that it is [#unlikely(int)].
    public void unlikely() {
        unlikely[size - 1] = true;
        unlikelies++;
    }

    public int size() {
        return size;
    }

    /// Whether the step guesses what would be wrong if nothing more happened in memory. It is as possible as the others, but a run that makes it mostly
    /// has to take it back.
    public boolean unlikely(int index) {
        return unlikely[index];
    }

    /// How many are unlikely.
    public int unlikelies() {
        return unlikelies;
    }

    /// See [Step].
    public int step(int index) {
        return steps[index];
    }

    public int agent(int index) {
        return Step.agent(steps[index]);
    }

    /// Whether the step delivers a travelling operation.
    public boolean delivers(int index) {
        return Step.slot(steps[index]) == Step.CHANNEL;
    }

    /// Whether the step is a cond_resched or cpu_relax: a hint to run others.
    public boolean yields(int index) {
        return ops[index] == Op.YIELD;
    }

    public int op(int index) {
        return ops[index];
    }

    /// Number of what the operation is about, among the cells, locks, domains or lines as its kind is; [#UNKNOWN] for allocations and frees, which are
    /// about many cells, and for what is about nothing shared.
    public int target(int index) {
        return targets[index];
    }

    /// Leaves only the steps from one index up to another.
    void keep(int from, int to) {
        size = to - from;
        System.arraycopy(steps, from, steps, 0, size);
        System.arraycopy(ops, from, ops, 0, size);
        System.arraycopy(targets, from, targets, 0, size);
        System.arraycopy(unlikely, from, unlikely, 0, size);
        unlikelies = 0;
        for (int i = 0; i < size; i++) {
            unlikelies += unlikely[i] ? 1 : 0;
        }
    }

    /// Index of a step, or -1.
    public int indexOf(int step) {
        for (int i = 0; i < size; i++) {
            if (steps[i] == step) {
                return i;
            }
        }
        return -1;
    }
}
