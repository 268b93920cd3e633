package overtake.machine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.Operand;
import overtake.program.Program;
import overtake.program.World;
import overtake.program.World.WaitBound;

/// [InOrder] with the world's bounds on waiting. A state has one int more for each bound: 0 while the agent does not wait, else one more than the times that others
/// went ahead of it. A bound of which a site was edited away is not judged.
final class WaitCounts implements Semantics {
    private final InOrder inner;
    private final List<Watch> watches = new ArrayList<>();
    /// Where the counts begin.
    private final int base;
    /// Where each agent stood before the step, and in what status.
    private final int[] pcs;
    private final int[] statuses;

    WaitCounts(World world, InOrder inner) {
        this.inner = inner;
        base = inner.size();
        pcs = new int[world.programs().size()];
        statuses = new int[pcs.length];
        for (WaitBound bound : world.bounds()) {
            watches.add(new Watch(world, bound));
        }
    }

    /// The instructions of one place.
    private static final class Stand {
        private final int agent;
        private final BitSet instructions = new BitSet();
        private final BitSet queueing = new BitSet();

        Stand(World world, WaitBound.Place place) {
            agent = place.agent();
            Program program = world.programs().get(agent);
            int size = program.instructions().size()
                    + program.handler().map(handler -> handler.instructions().size()).orElse(0);
            for (int pc = 0; pc < size; pc++) {
                Instruction instruction = program.instructionAt(pc);
                if (program.sourceAt(pc).site().equals(place.site()) && WaitBound.canStandAt(instruction)) {
                    instructions.set(pc);
                    queueing.set(pc, switch (instruction) {
                        case Instruction.Lock lock -> lock.mode() != LockMode.READ && isQueued(world, lock);
                        case Instruction.Synchronize _ -> true;
                        default -> false;
                    });
                }
            }
        }

        private static boolean isQueued(World world, Instruction.Lock lock) {
            List<Integer> possible = lock.lock() instanceof Operand.Constant(int number)
                    ? List.of(number)
                    : lock.candidates();
            return possible.stream().allMatch(one -> world.locks().get(one).kind().readersQueueBehindWriters());
        }

        boolean isAt(int pc, int status) {
            return status <= CpuCore.WAITING && instructions.get(pc);
        }

        boolean waitsAt(int pc, int status) {
            return isAt(pc, status) && (status == CpuCore.WAITING || !queueing.get(pc));
        }
    }

    /// A bound with its instructions.
    private static final class Watch {
        private final Stand from;
        private final Optional<Stand> until;
        private final List<Stand> passes;
        private final int most;
        private final boolean judged;

        Watch(World world, WaitBound bound) {
            from = new Stand(world, bound.from());
            until = bound.until().map(place -> new Stand(world, place));
            passes = bound.passes().stream().map(place -> new Stand(world, place)).toList();
            most = bound.atMost();
            judged = !from.instructions.isEmpty()
                    && until.filter(stand -> stand.instructions.isEmpty()).isEmpty();
        }
    }

    InFlight inFlight() {
        return inner.inFlight();
    }

    @Override
    public int size() {
        return base + watches.size();
    }

    @Override
    public void reset(int[] s) {
        inner.reset(s);
        for (int i = 0; i < watches.size(); i++) {
            s[base + i] = begins(s, watches.get(i)) ? 1 : 0;
        }
    }

    private boolean begins(int[] s, Watch watch) {
        int agent = watch.from.agent;
        return watch.judged && watch.from.waitsAt(inner.pc(s, agent), inner.status(s, agent));
    }

    @Override
    public void apply(int[] s, int step) {
        for (int agent = 0; agent < pcs.length; agent++) {
            pcs[agent] = inner.pc(s, agent);
            statuses[agent] = inner.status(s, agent);
        }
        inner.apply(s, step);
        for (int i = 0; i < watches.size(); i++) {
            count(s, step, i);
        }
        inner.touched().add(base, base + watches.size());
    }

    private void count(int[] s, int step, int number) {
        Watch watch = watches.get(number);
        int at = base + number;
        if (s[at] == 0 || ended(s, step, watch)) {
            s[at] = begins(s, watch) ? 1 : 0;
            return;
        }
        for (Stand pass : watch.passes) {
            s[at] += performed(s, step, pass) ? 1 : 0;
        }
        if (s[at] > watch.most + 1 && s[0] == 0) {
            FaultHeader.record(s, FaultKind.STARVATION, -1, number);
            inner.touched().add(0, FaultHeader.SIZE);
        }
    }

    private boolean ended(int[] s, int step, Watch watch) {
        int agent = watch.from.agent;
        return watch.until.map(stand -> stand.isAt(inner.pc(s, agent), inner.status(s, agent)))
                .orElseGet(() -> performed(s, step, watch.from));
    }

    /// Whether the last step has performed the operation. Where a program comes back to it at once, the agent stands there again.
    private boolean performed(int[] s, int step, Stand stand) {
        int agent = stand.agent;
        if (!stand.isAt(pcs[agent], statuses[agent])) {
            return false;
        }
        boolean its = Step.agent(step) == agent;
        if (its && Step.slot(step) == Step.INTERRUPT) {
            return false;
        }
        int status = inner.status(s, agent);
        boolean granted = statuses[agent] == CpuCore.WAITING && status != CpuCore.WAITING;
        boolean answered = its && Step.slot(step) == Step.REQUEST && status != CpuCore.WAITING;
        return granted || answered;
    }

    @Override
    public Optional<Fault> fault(int[] s) {
        return inner.fault(s);
    }

    @Override
    public Optional<Fault> ending(int[] s) {
        return inner.ending(s);
    }

    // ---- as without bounds

    @Override
    public void journal(Journal to) {
        inner.journal(to);
    }

    @Override
    public boolean covered(int agent, int pc) {
        return inner.covered(agent, pc);
    }

    @Override
    public Set<Bounds.Kind> boundsMet() {
        return inner.boundsMet();
    }

    @Override
    public void enabled(int[] s, Choices choices) {
        inner.enabled(s, choices);
    }

    @Override
    public Touched touched() {
        return inner.touched();
    }

    @Override
    public boolean faulty(int[] s) {
        return inner.faulty(s);
    }

    @Override
    public boolean finished(int[] s) {
        return inner.finished(s);
    }

    @Override
    public boolean abandoned(int[] s) {
        return inner.abandoned(s);
    }

    @Override
    public int cell(int[] s, int cell) {
        return inner.cell(s, cell);
    }

    @Override
    public int observation(int[] s, int agent, int slot) {
        return inner.observation(s, agent, slot);
    }

    @Override
    public int pc(int[] s, int agent) {
        return inner.pc(s, agent);
    }

    @Override
    public int pcOf(int[] s, int step) {
        return inner.pcOf(s, step);
    }

    @Override
    public boolean halfway(int[] s, int agent) {
        return inner.halfway(s, agent);
    }

    @Override
    public int status(int[] s, int agent) {
        return inner.status(s, agent);
    }

    @Override
    public int travelling(int[] s, int agent) {
        return inner.travelling(s, agent);
    }
}
