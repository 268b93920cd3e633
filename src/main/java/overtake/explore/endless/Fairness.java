package overtake.explore.endless;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import overtake.machine.Choices;
import overtake.machine.InFlight;
import overtake.machine.Machine;
import overtake.machine.Op;
import overtake.machine.Step;
import overtake.program.Instruction;
import overtake.program.Program;

/// Which endless runs are fair, under `sc` and `tso`. What goes on in a run are *processes*: the CPU of each agent, its channel, and each value of each `choose`. An
/// endless run is fair if every process that can go on again and again does so again and again (strong fairness). So stores arrive, locks are not withheld
/// from one agent for ever, no value of a `choose` is avoided for ever. An interrupt need never come.
public final class Fairness {
    private static final int OF_AGENT = 3;
    private static final int CPU = 0;
    private static final int CHANNEL = 1;
    private static final int INTERRUPT = 2;

    private final Machine machine;
    private final InFlight inFlight;
    /// By agent and instruction the process of value 0 of a `choose`.
    private final int[][] choices;
    private final int size;

    /// Empty under `lkmm`, where nothing says how long a CPU may go on reading an old value.
    public static Optional<Fairness> of(Machine machine) {
        return machine.inFlight().map(inFlight -> new Fairness(machine, inFlight));
    }

    private Fairness(Machine machine, InFlight inFlight) {
        this.machine = machine;
        this.inFlight = inFlight;
        int agents = machine.agents();
        choices = new int[agents][];
        int next = OF_AGENT * agents;
        for (int agent = 0; agent < agents; agent++) {
            Program program = machine.world().programs().get(agent);
            int instructions = program.instructions().size()
                    + program.handler().map(handler -> handler.instructions().size()).orElse(0);
            choices[agent] = new int[instructions];
            for (int pc = 0; pc < instructions; pc++) {
                choices[agent][pc] = next;
                next += program.instructionAt(pc) instanceof Instruction.Choose choose ? choose.bound() : 0;
            }
        }
        size = next;
    }

    /// How many processes there are.
    public int size() {
        return size;
    }

    /// The process that goes on by a step.
    ///
    /// @param s the state before it
    public int process(int[] s, int step, int op) {
        int agent = Step.agent(step);
        return switch (Step.slot(step)) {
            case Step.REQUEST -> op == Op.CHOOSE
                    ? choices[agent][machine.pc(s, agent)] + Step.alternative(step)
                    : OF_AGENT * agent + CPU;
            case Step.CHANNEL -> OF_AGENT * agent + CHANNEL;
            default -> OF_AGENT * agent + INTERRUPT;
        };
    }

    /// Whether a fair run may not leave it out for ever.
    public boolean mustGoOn(int process) {
        return process >= OF_AGENT * machine.agents() || process % OF_AGENT != INTERRUPT;
    }

    /// The number of picks before the round with which a run ends: from there on it comes back to the same state, and going round for ever is fair. Empty if the run
    /// does not end so, or if its picks are not possible.
    public OptionalInt round(List<Integer> steps) {
        List<int[]> states = new ArrayList<>();
        List<BitSet> offered = new ArrayList<>();
        int[] taken = new int[steps.size()];
        int[] s = machine.initial();
        Choices enabled = new Choices();
        for (int i = 0; i < taken.length; i++) {
            machine.enabled(s, enabled);
            int index = enabled.indexOf(steps.get(i));
            if (index < 0) {
                return OptionalInt.empty();
            }
            states.add(s.clone());
            offered.add(offered(s, enabled));
            taken[i] = process(s, steps.get(i), enabled.op(index));
            machine.apply(s, steps.get(i));
        }
        BitSet missing = new BitSet();
        BitSet done = new BitSet();
        for (int from = taken.length - 1; from >= 0; from--) {
            missing.or(offered.get(from));
            done.set(taken[from]);
            missing.andNot(done);
            if (missing.isEmpty() && Arrays.equals(states.get(from), s)) {
                return OptionalInt.of(from);
            }
        }
        return OptionalInt.empty();
    }

    private BitSet offered(int[] s, Choices enabled) {
        BitSet all = new BitSet();
        for (int i = 0; i < enabled.size(); i++) {
            int process = process(s, enabled.step(i), enabled.op(i));
            if (mustGoOn(process)) {
                all.set(process);
            }
        }
        return all;
    }

    /// Whether a step that led from one state to another has changed nothing but its own CPU.
    public boolean isWithoutEffect(int[] before, int[] after, int agent) {
        for (int place = 0; place < before.length; place++) {
            if (before[place] != after[place] && !inFlight.isOfCpu(agent, place)) {
                return false;
            }
        }
        return true;
    }
}
