package overtake.machine;

import java.util.Arrays;

/// The steps that are possible now, in the documented order, with the operation that each would perform. Reused from step to step.
public final class Choices {
    private int[] steps = new int[32];
    private int[] ops = new int[32];
    private int size;

    public void clear() {
        size = 0;
    }

    /// @param op one of the constants of [Op]; for an interrupt [Op#HALT]
    public void add(int step, int op) {
        if (size == steps.length) {
            steps = Arrays.copyOf(steps, 2 * size);
            ops = Arrays.copyOf(ops, 2 * size);
        }
        steps[size] = step;
        ops[size++] = op;
    }

    public int size() {
        return size;
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
