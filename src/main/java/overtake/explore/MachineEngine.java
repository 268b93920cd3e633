package overtake.explore;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.machine.Journal;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// Runs on the machine itself.
public final class MachineEngine implements Engine {
    private final Machine machine;
    private final int[] state;
    private final Choices choices = new Choices();
    private int[] picks = new int[256];
    private int steps;
    private long deliveries;
    private Optional<Fault> fault = Optional.empty();

    public MachineEngine(World world, MemoryModel model, Bounds bounds) {
        machine = new Machine(world, model, bounds);
        state = new int[machine.size()];
    }

    @Override
    public World world() {
        return machine.world();
    }

    @Override
    public MemoryModel model() {
        return machine.model();
    }

    @Override
    public String name() {
        return "machine";
    }

    @Override
    public void journal(Journal journal) {
        machine.journal(journal);
    }

    @Override
    public Ending run(Strategy strategy, int maxSteps) {
        machine.reset(state);
        steps = 0;
        fault = Optional.empty();
        while (true) {
            machine.enabled(state, choices);
            if (choices.size() == 0) {
                if (machine.abandoned(state)) {
                    return Ending.ABANDONED;
                }
                fault = machine.ending(state);
                return fault.isPresent() ? Ending.VIOLATED : Ending.COMPLETED;
            }
            if (steps == maxSteps) {
                return Ending.CUT;
            }
            int index = strategy.pick(choices);
            if (index == Strategy.STOP) {
                return Ending.STOPPED;
            }
            int step = choices.step(index);
            if (steps == picks.length) {
                picks = Arrays.copyOf(picks, 2 * steps);
            }
            picks[steps++] = step;
            deliveries++;
            machine.apply(state, step);
        }
    }

    @Override
    public Optional<Fault> fault() {
        return fault;
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public int step(int index) {
        return picks[index];
    }

    @Override
    public long deliveries() {
        return deliveries;
    }

    @Override
    public int cell(int cell) {
        return machine.cell(state, cell);
    }

    @Override
    public int observation(int agent, int slot) {
        return machine.observation(state, agent, slot);
    }

    @Override
    public boolean covered(int agent, int pc) {
        return machine.covered(agent, pc);
    }

    @Override
    public Set<Bounds.Kind> boundsMet() {
        return machine.boundsMet();
    }

    @Override
    public void close() {}
}
