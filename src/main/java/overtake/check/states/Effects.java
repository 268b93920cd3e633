package overtake.check.states;

import java.util.Arrays;
import overtake.machine.Choices;
import overtake.machine.Machine;
import overtake.machine.Parts;

/// What the steps of agents do, remembered. [Machine] says once, for what some parts of a state hold, which steps an agent has there and what they change; later states in
/// which those parts hold the same get the answer from here. It is no second semantics: nothing is known here that the machine has not said.
///
/// For each agent there is a tree. An inner node names a part; what that part holds leads to a child; a leaf has the agent's steps. Which part is asked next follows from
/// what the parts before it hold, as in the machine. Belongs to one JVM thread.
public final class Effects {
    /// A leaf that is not known.
    public static final int UNKNOWN = -1;

    /// When that many ints are taken, all is forgotten.
    private static final int MOST_INTS = 1 << 26;

    private static final int LEAST = 1 << 10;
    /// Ints of a node: its part, where its children begin, for how many there is room.
    private static final int NODE = 4;

    /// Ints of a step, but for its writes.
    private static final int STEP = 10;

    private static final int CHILDREN = 1;
    private static final int ROOM = 2;

    private final Machine machine;
    private final Parts parts;
    private final Contents contents;
    private final Fingerprint fingerprint;
    private final Choices choices = new Choices();
    private final int[] after;
    private final int mostInts;
    /// Number 0 is none; the roots come next, by agent.
    private int[] nodes = new int[LEAST];

    private int nodeCount;
    /// 0 where nothing is known, a node, or the complement of a leaf.
    private int[] children = new int[LEAST];

    private int childCount;
    /// By leaf its first step; those of the leaf behind it begin where its own end.
    private int[] firstStep = new int[LEAST];

    /// By leaf the parts that were looked at on the way there, as bits.
    private long[] looked = new long[LEAST];

    private int leaves;
    /// By step the change of the fingerprint, and its first write; those of the step behind it begin where its own end.
    private long[] high = new long[LEAST];

    private long[] low = new long[LEAST];
    private int[] firstWrite = new int[LEAST];
    private int[] firstInt = new int[LEAST];
    /// The parts that the step changes, as bits.
    private long[] changed = new long[LEAST];

    /// Whether the run has ended as a violation behind it.
    private boolean[] faulty = new boolean[LEAST];

    private int[] codes = new int[LEAST];
    private int[] ops = new int[LEAST];
    private int steps;
    /// Part and number, by turns.
    private int[] writes = new int[LEAST];

    private int writeCount;
    /// Place and value, by turns: the ints of the state that a step changes.
    private int[] values = new int[LEAST];

    private int valueCount;
    private Object memory = new Object();

    /// @param machine to be asked; nobody else may use it at the same time
    public Effects(Machine machine, Contents contents) {
        this(machine, contents, MOST_INTS);
    }

    /// @param mostInts about how many ints may be taken before all is forgotten
    public Effects(Machine machine, Contents contents, int mostInts) {
        this.machine = machine;
        this.contents = contents;
        this.mostInts = mostInts;
        parts = machine.parts().orElseThrow();
        fingerprint = new Fingerprint(machine.size());
        after = new int[machine.size()];
        forget();
    }

    private void forget() {
        memory = new Object();
        nodeCount = 1;
        childCount = 0;
        leaves = 0;
        steps = 0;
        writeCount = 0;
        valueCount = 0;
        Arrays.fill(children, 0);
        for (int agent = 0; agent < parts.agents(); agent++) {
            node(parts.ofCpu(agent));
        }
    }

    /// Makes room by forgetting, if that is needed.
    public boolean makeRoom() {
        boolean full = NODE * nodeCount + childCount + STEP * steps + writeCount + valueCount > mostInts;
        if (full) {
            forget();
        }
        return full;
    }

    /// What leaves belong to: they mean nothing to other effects, nor to these after they have forgotten.
    public Object memory() {
        return memory;
    }

    /// The steps of an agent in a state, as a leaf, or [#UNKNOWN].
    ///
    /// @param numbers of [Contents]; the state's begin at `at`
    public int find(int[] numbers, int at, int agent) {
        int node = 1 + agent;
        int[] of = nodes;
        do {
            int fields = NODE * node;
            int number = numbers[at + of[fields]];
            node = number < of[fields + ROOM] ? children[of[fields + CHILDREN] + number] : 0;
        } while (node > 0);
        return node == 0 ? UNKNOWN : ~node;
    }

    /// First step of a leaf.
    public int first(int leaf) {
        return firstStep[leaf];
    }

    /// Behind the last step of a leaf.
    public int end(int leaf) {
        return firstStep[leaf + 1];
    }

    /// What a step adds to the first word of the fingerprint.
    public long high(int step) {
        return high[step];
    }

    /// What a step adds to the second word of the fingerprint.
    public long low(int step) {
        return low[step];
    }

    /// Whether a step ends the run as a violation.
    boolean isFaulty(int step) {
        return faulty[step];
    }

    /// Makes the numbers of a state those of the state behind a step.
    public void carryOut(int step, int[] numbers, int at) {
        for (int i = firstWrite[step]; i < firstWrite[step + 1]; i += 2) {
            numbers[at + writes[i]] = writes[i + 1];
        }
    }

    /// Makes a state the one behind a step.
    public void carryOut(int step, int[] state) {
        for (int i = firstInt[step]; i < firstInt[step + 1]; i += 2) {
            state[values[i]] = values[i + 1];
        }
    }

    /// Makes those leaves [#UNKNOWN] that may not be the agents' behind a step, because it changes what was looked at.
    ///
    /// @param of from a place on has the agents' leaves in the state before
    public void dropChanged(int step, int[] of, int at, int agents) {
        long parted = changed[step];
        for (int i = at; i < at + agents; i++) {
            of[i] = (looked[of[i]] & parted) == 0 ? of[i] : UNKNOWN;
        }
    }

    /// Parts that share a bit are taken for one, which is safe.
    private static long bit(int part) {
        return 1L << part;
    }

    /// Adds a step with its operation, but for what that is about.
    public void addTo(Choices into, int step) {
        into.add(codes[step], ops[step]);
    }

    /// Asks the machine for the steps of an agent in a state, which must be unknown.
    ///
    /// @param state the state itself, which records no violation
    /// @return the leaf; [#UNKNOWN] if there is no room for what the steps lead to
    public int learn(int[] numbers, int at, int[] state, int agent) {
        parts.watch();
        try {
            int stepsBefore = steps;
            int writesBefore = writeCount;
            int valuesBefore = valueCount;
            parts.enabled(state, agent, choices);
            for (int i = 0; i < choices.size(); i++) {
                if (!learn(state, i)) {
                    steps = stepsBefore;
                    writeCount = writesBefore;
                    valueCount = valuesBefore;
                    return UNKNOWN;
                }
            }
            return grow(numbers, at, agent);
        } finally {
            parts.forget();
        }
    }

    private boolean learn(int[] state, int choice) {
        System.arraycopy(state, 0, after, 0, state.length);
        machine.apply(after, choices.step(choice));
        var touched = machine.touched();
        for (int range = 0; range < touched.size(); range++) {
            parts.look(touched.from(range), touched.to(range));
        }
        if (steps + 2 > high.length) {
            high = Arrays.copyOf(high, 2 * high.length);
            low = Arrays.copyOf(low, 2 * low.length);
            firstWrite = Arrays.copyOf(firstWrite, 2 * firstWrite.length);
            firstInt = Arrays.copyOf(firstInt, 2 * firstInt.length);
            codes = Arrays.copyOf(codes, 2 * codes.length);
            ops = Arrays.copyOf(ops, 2 * ops.length);
            changed = Arrays.copyOf(changed, 2 * changed.length);
            faulty = Arrays.copyOf(faulty, 2 * faulty.length);
        }
        fingerprint.set(0, 0);
        changed[steps] = 0;
        faulty[steps] = machine.faulty(after);
        codes[steps] = choices.step(choice);
        ops[steps] = choices.op(choice);
        firstWrite[steps] = writeCount;
        firstInt[steps] = valueCount;
        for (int i = 0; i < parts.looks(); i++) {
            if (!learn(state, parts.look(i), parts.from(parts.look(i)), parts.to(parts.look(i)))) {
                return false;
            }
        }
        high[steps] = fingerprint.high();
        low[steps] = fingerprint.low();
        firstWrite[++steps] = writeCount;
        firstInt[steps] = valueCount;
        return true;
    }

    private boolean learn(int[] state, int part, int from, int to) {
        if (Arrays.equals(state, from, to, after, from, to)) {
            return true;
        }
        int number = contents.number(part, after);
        if (number == Contents.NONE) {
            return false;
        }
        if (writeCount + 2 > writes.length) {
            writes = Arrays.copyOf(writes, 2 * writes.length);
        }
        changed[steps] |= bit(part);
        writes[writeCount++] = part;
        writes[writeCount++] = number;
        fingerprint.update(state, after, from, to);
        for (int place = from; place < to; place++) {
            if (state[place] != after[place]) {
                value(place, after[place]);
            }
        }
        return true;
    }

    private void value(int place, int value) {
        if (valueCount + 2 > values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        values[valueCount++] = place;
        values[valueCount++] = value;
    }

    /// Puts what was learnt into the agent's tree, by the parts that the machine has looked at.
    private int grow(int[] numbers, int at, int agent) {
        int node = 1 + agent;
        int looks = parts.looks();
        for (int i = 1; i < looks; i++) {
            int number = numbers[at + nodes[NODE * node]];
            int next = child(node, number);
            if (next == 0) {
                next = node(parts.look(i));
                child(node, number, next);
            }
            if (next < 0 || nodes[NODE * next] != parts.look(i)) {
                throw new IllegalStateException(
                        "agent " + agent + " looks at part " + parts.look(i) + " where it did not before");
            }
            node = next;
        }
        int number = numbers[at + nodes[NODE * node]];
        if (child(node, number) != 0) {
            throw new IllegalStateException("agent " + agent + " looks at fewer parts than before");
        }
        if (leaves + 2 > firstStep.length) {
            firstStep = Arrays.copyOf(firstStep, 2 * firstStep.length);
            looked = Arrays.copyOf(looked, 2 * looked.length);
        }
        child(node, number, ~leaves);
        looked[leaves] = 0;
        for (int i = 0; i < looks; i++) {
            looked[leaves] |= bit(parts.look(i));
        }
        firstStep[leaves + 1] = steps;
        return leaves++;
    }

    private int node(int part) {
        if (NODE * (nodeCount + 1) > nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * nodes.length);
        }
        int fields = NODE * nodeCount;
        nodes[fields] = part;
        nodes[fields + CHILDREN] = 0;
        nodes[fields + ROOM] = 0;
        return nodeCount++;
    }

    private int child(int node, int number) {
        int fields = NODE * node;
        return number < nodes[fields + ROOM] ? children[nodes[fields + CHILDREN] + number] : 0;
    }

    private void child(int node, int number, int to) {
        int fields = NODE * node;
        int room = nodes[fields + ROOM];
        if (number >= room) {
            int larger = Integer.highestOneBit(Math.max(2, number)) * 2;
            while (childCount + larger > children.length) {
                children = Arrays.copyOf(children, 2 * children.length);
            }
            System.arraycopy(children, nodes[fields + CHILDREN], children, childCount, room);
            Arrays.fill(children, childCount + room, childCount + larger, 0);
            nodes[fields + CHILDREN] = childCount;
            nodes[fields + ROOM] = larger;
            childCount += larger;
        }
        children[nodes[fields + CHILDREN] + number] = to;
    }
}
