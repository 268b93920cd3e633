package overtake.check;

import java.util.Optional;
import java.util.Set;
import overtake.explore.Engine;
import overtake.explore.ForwardingStrategy;
import overtake.explore.Strategy;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.machine.Journal;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// An engine that asks a strategy only where a choice matters: steps that commute with everything that anybody can do before them ([Ample], as the checker does) are taken at
/// once, without a question. What is left out are orders that nobody can tell apart, so every outcome and every violation stays possible; and what a strategy counts, or gives a
/// share of its luck, is what matters. The picks of its runs are whole: they can be replayed on any engine.
///
/// It follows each run on a machine of its own, which costs about as much as a run on the machine does.
public final class ReducedEngine implements Engine {
    private final Engine engine;
    private final Machine machine;
    private final Ample ample;
    private final Choices left = new Choices();
    private int[] state;
    private int[] next;
    private long questions;

    private ReducedEngine(Engine engine, Machine machine, Ample ample) {
        this.engine = engine;
        this.machine = machine;
        this.ample = ample;
        state = new int[machine.size()];
        next = new int[machine.size()];
    }

    /// @return the engine itself where the reduction is not defined: under `lkmm`, with too many locks, or with bounds on waiting, which count steps that commute
    public static Engine of(Engine engine, Bounds bounds) {
        if (!engine.world().bounds().isEmpty()) {
            return engine;
        }
        Machine machine = new Machine(engine.world(), engine.model(), bounds);
        return machine.inFlight().flatMap(inFlight -> Conflicts.of(engine.world(), inFlight::isRequest)
                .<Engine>map(conflicts -> new ReducedEngine(engine, machine, new Ample(conflicts, machine, inFlight))))
                .orElse(engine);
    }

    /// How often strategies were asked to choose between two steps or more, in all runs.
    public long questions() {
        return questions;
    }

    @Override
    public Ending run(Strategy strategy, int maxSteps) {
        if (strategy.everywhere()) {
            return engine.run(strategy, maxSteps);
        }
        machine.reset(state);
        return engine.run(new Asking(strategy), maxSteps);
    }

    /// Stands between the engine and a strategy.
    private final class Asking extends ForwardingStrategy {
        Asking(Strategy strategy) {
            super(strategy);
        }

        @Override
        public int pick(Choices choices) {
            ample.choose(state, choices);
            int from = ample.from();
            int to = ample.to();
            if (to - from == 1 && choices.yields(from)) {
                // Strategies go by hints to run others.
                from = 0;
                to = choices.size();
            }
            int index = to - from == 1 ? from : ask(choices, from, to);
            if (index != STOP && !go(choices.step(index)) && ample.proper()) {
                // It ends the run as a violation, and others could do so too.
                index = ask(choices, 0, choices.size());
                if (index != STOP) {
                    go(choices.step(index));
                }
            }
            int[] reached = next;
            next = state;
            state = reached;
            return index;
        }

        private int ask(Choices choices, int from, int to) {
            questions++;
            if (to - from == choices.size()) {
                return super.pick(choices);
            }
            left.clear();
            for (int i = from; i < to; i++) {
                left.add(choices.step(i), choices.op(i), choices.target(i));
            }
            int picked = super.pick(left);
            return picked == STOP ? STOP : from + picked;
        }
    }

    /// @return whether the step ends in no violation
    private boolean go(int step) {
        System.arraycopy(state, 0, next, 0, state.length);
        machine.apply(next, step);
        return !machine.faulty(next);
    }

    @Override
    public World world() {
        return engine.world();
    }

    @Override
    public MemoryModel model() {
        return engine.model();
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public void journal(Journal journal) {
        engine.journal(journal);
    }

    @Override
    public Optional<Fault> fault() {
        return engine.fault();
    }

    @Override
    public int steps() {
        return engine.steps();
    }

    @Override
    public int step(int index) {
        return engine.step(index);
    }

    @Override
    public long deliveries() {
        return engine.deliveries();
    }

    @Override
    public int cell(int cell) {
        return engine.cell(cell);
    }

    @Override
    public int observation(int agent, int slot) {
        return engine.observation(agent, slot);
    }

    @Override
    public boolean covered(int agent, int pc) {
        return engine.covered(agent, pc);
    }

    @Override
    public Set<Bounds.Kind> boundsMet() {
        return engine.boundsMet();
    }

    @Override
    public void close() {
        engine.close();
    }
}
