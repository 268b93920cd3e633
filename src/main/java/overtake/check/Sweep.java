package overtake.check;

import java.util.Arrays;
import overtake.check.states.Additions;
import overtake.check.states.Contents;
import overtake.check.states.Effects;
import overtake.check.states.Frontier;
import overtake.check.states.Recent;
import overtake.check.states.StateTable;
import overtake.machine.Machine;

/// Expands states, all steps of each, from what is remembered of steps. A state is the numbers of what its parts hold, and a step a few numbers to be put in their place
/// and a difference of fingerprints, so that a step into a known state costs a walk down a tree of [Effects] and a look into the table, and no state is written for it.
/// The successors of some hundred states are looked for together: then the waits for memory overlap.
final class Sweep {
    private static final int BATCH = 512;
    /// After that many states it is decided whether remembering pays.
    private static final int TRIAL = 1 << 16;

    private final Contents contents;
    private final Effects effects;
    private final StateTable table;
    private final Additions additions;
    private final Recent recent = new Recent();
    private final Frontier next;
    private final Aside aside;
    private final int agents;
    private final int parts;
    private final int[] state;
    /// Those of a state that is not in a chunk with numbers, and its leaves.
    private final int[] numbers;

    /// The successors that are yet to be looked for: their fingerprints, where the state before stands, by which step.
    private long[] highs = new long[2 * BATCH];

    private long[] lows = new long[2 * BATCH];
    private int[] froms = new int[2 * BATCH];
    private int[] steps = new int[2 * BATCH];
    /// Which of them are new.
    private int[] added = new int[2 * BATCH];

    private int waiting;
    private long transitions;
    private long touched;
    private int tried;
    private int learnt;
    private boolean on = true;

    /// Expands a state in another way, or looks at one in which no step is possible.
    interface Aside {
        void expand(int[] state, long high, long low, boolean storing);
    }

    /// @param next where new states go
    /// @param aside takes states that cannot be expanded here
    Sweep(Machine machine, Contents contents, StateTable table, Frontier next, Aside aside) {
        this.contents = contents;
        this.table = table;
        additions = new Additions(table);
        this.next = next;
        this.aside = aside;
        effects = new Effects(machine, contents);
        agents = machine.agents();
        parts = contents.parts();
        state = new int[machine.size()];
        numbers = new int[parts + agents];
    }

    /// Whether remembering has paid so far.
    boolean isOn() {
        return on;
    }

    long transitions() {
        return transitions;
    }

    /// Nothing anybody needs: it keeps the compiler from leaving the touching out.
    long touched() {
        return touched;
    }

    /// Expands all states of a chunk.
    void expand(Frontier.Chunk chunk, boolean storing) {
        effects.makeRoom();
        if (chunk.isNumbered()) {
            expandNumbered(chunk, storing);
            return;
        }
        Frontier.Cursor cursor = new Frontier.Cursor(chunk, state.length);
        while (cursor.next(state)) {
            if (on && contents.numbers(state, numbers)) {
                Arrays.fill(numbers, parts, numbers.length, Effects.UNKNOWN);
                expand(numbers, 0, cursor.high(), cursor.low(), storing);
                lookFor(numbers);
            } else {
                aside.expand(state, cursor.high(), cursor.low(), storing);
            }
        }
    }

    private void expandNumbered(Frontier.Chunk chunk, boolean storing) {
        int[] ints = chunk.ints();
        int end = chunk.used();
        boolean known = chunk.isKnownBy(effects.memory());
        for (int at = 0; at < end; at += chunk.record()) {
            long high = Frontier.word(ints, at);
            long low = Frontier.word(ints, at + 2);
            if (!known) {
                int firstLeaf = at + Frontier.FINGERPRINT + parts;
                Arrays.fill(ints, firstLeaf, firstLeaf + agents, Effects.UNKNOWN);
            }
            expand(ints, at + Frontier.FINGERPRINT, high, low, storing);
            if (waiting >= BATCH) {
                lookFor(ints);
            }
        }
        lookFor(ints);
        judge();
    }

    /// Turns remembering off where most states have something new about their parts.
    private void judge() {
        if (tried >= TRIAL) {
            on &= learnt < tried / 2;
            tried = 0;
            learnt = 0;
        }
    }

    private void expand(int[] ints, int at, long high, long low, boolean storing) {
        tried++;
        int moves = on && !Contents.faulty(ints, at) ? find(ints, at) : 0;
        if (moves == 0) {
            contents.state(ints, at, state);
            aside.expand(state, high, low, storing);
        } else if (storing) {
            transitions += moves;
            successors(ints, at, high, low);
        }
    }

    /// Finds the leaves of all agents in a state that are not known yet.
    ///
    /// @return how many steps they have together; 0 if one cannot be found
    private int find(int[] ints, int at) {
        int moves = 0;
        for (int agent = 0; agent < agents; agent++) {
            int leaf = ints[at + parts + agent];
            if (leaf == Effects.UNKNOWN) {
                leaf = effects.find(ints, at, agent);
                if (leaf == Effects.UNKNOWN) {
                    leaf = learn(ints, at, agent);
                }
                if (leaf == Effects.UNKNOWN) {
                    return 0;
                }
                ints[at + parts + agent] = leaf;
            }
            moves += effects.end(leaf) - effects.first(leaf);
        }
        return moves;
    }

    /// Adds the successors of a state to those that are to be looked for, but for those that were met lately.
    private void successors(int[] ints, int at, long high, long low) {
        int n = waiting;
        for (int agent = 0; agent < agents; agent++) {
            int leaf = ints[at + parts + agent];
            int end = effects.end(leaf);
            for (int step = effects.first(leaf); step < end; step++) {
                long first = high + effects.high(step);
                long second = low + effects.low(step);
                if (recent.meet(first, second)) {
                    continue;
                }
                if (n == highs.length) {
                    enlarge();
                }
                highs[n] = first;
                lows[n] = second;
                froms[n] = at;
                steps[n++] = step;
            }
        }
        waiting = n;
    }

    private int learn(int[] ints, int at, int agent) {
        learnt++;
        contents.state(ints, at, state);
        return effects.learn(ints, at, state, agent);
    }

    private void enlarge() {
        highs = Arrays.copyOf(highs, 2 * highs.length);
        lows = Arrays.copyOf(lows, 2 * lows.length);
        froms = Arrays.copyOf(froms, 2 * froms.length);
        steps = Arrays.copyOf(steps, 2 * steps.length);
        added = new int[steps.length];
    }

    /// Looks for all successors in the table, and keeps those that are new.
    private void lookFor(int[] ints) {
        int n = waiting;
        waiting = 0;
        if (n == 0) {
            return;
        }
        additions.begin(n);
        try {
            touched += table.touch(highs, 0, n);
            int count = additions.add(highs, lows, n, added);
            for (int i = 0; i < count; i++) {
                int one = added[i];
                next.add(ints, froms[one], effects, steps[one], highs[one], lows[one]);
            }
        } finally {
            additions.end();
        }
    }
}
