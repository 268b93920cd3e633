package overtake.machine;

import java.util.Optional;
import java.util.Set;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;

/// The semantics: which steps are possible in a state, and what a step does. Fuzzer, checker, replay and the actors differ only in who
/// picks the step; the actors own the parts of the state and call the same cores.
///
/// A state is one int array, whose layout depends on the model: see [InOrder] (sc, tso) and [OutOfOrder] (lkmm), which also document the
/// order of [#enabled]. A `Machine` has scratch space, so it belongs to one JVM thread; it has no state of its own that
/// [#enabled] or [#apply] could see.
public final class Machine {
    private final World world;
    private final MemoryModel model;
    private final Bounds bounds;
    private final Semantics semantics;

    public Machine(World world, MemoryModel model, Bounds bounds) {
        this(world, model, bounds, Rules.ALL);
    }

    /// @param rules what is switched on of `lkmm`; tests switch rules off
    Machine(World world, MemoryModel model, Bounds bounds, Rules rules) {
        this.world = world;
        this.model = model;
        this.bounds = bounds;
        semantics = switch (model) {
            case Sc _, Tso _ -> world.bounds().isEmpty()
                    ? new InOrder(world, model, bounds)
                    : new WaitCounts(world, new InOrder(world, model, bounds));
            case Lkmm _ -> new OutOfOrder(world, model, bounds, rules);
        };
    }

    /// Without some rules of the cache model; only in tests.
    Machine(World world, MemoryModel model, Bounds bounds, Set<LineRule> off) {
        this.world = world;
        this.model = model;
        this.bounds = bounds;
        semantics = new InOrder(world, model, bounds, off);
    }

    public World world() {
        return world;
    }

    public MemoryModel model() {
        return model;
    }

    public Bounds bounds() {
        return bounds;
    }

    public int agents() {
        return world.programs().size();
    }

    /// What a state has in flight, under models in which operations leave their CPU in program order.
    public Optional<InFlight> inFlight() {
        return switch (semantics) {
            case InOrder inOrder -> Optional.of(inOrder.inFlight());
            case WaitCounts counts -> Optional.of(counts.inFlight());
            case OutOfOrder _ -> Optional.empty();
        };
    }

    /// How agents are renamed in a state, under models in which operations leave their CPU in program order and nothing counts who waits for whom.
    public Optional<AgentExchange> agentExchange() {
        return semantics instanceof InOrder inOrder ? Optional.of(inOrder.agentExchange()) : Optional.empty();
    }

    /// The parts of a state, under models in which operations leave their CPU in program order.
    public Optional<Parts> parts() {
        return semantics instanceof InOrder inOrder ? Optional.of(inOrder.parts()) : Optional.empty();
    }

    /// Number of ints in a state.
    public int size() {
        return semantics.size();
    }

    /// Where events go from now on.
    public void journal(Journal to) {
        semantics.journal(to);
    }

    /// Whether that instruction of the agent was ever executed by this machine; the handler's follow the program's own.
    public boolean covered(int agent, int pc) {
        return semantics.covered(agent, pc);
    }

    /// Whether any run met a bound of the machine.
    public boolean boundMet() {
        return !boundsMet().isEmpty();
    }

    /// The bounds that runs of this machine have met.
    public Set<Bounds.Kind> boundsMet() {
        return semantics.boundsMet();
    }

    /// A new initial state: every agent stands before its first request.
    public int[] initial() {
        int[] s = new int[size()];
        reset(s);
        return s;
    }

    /// Under `lkmm`: of these instructions, by agent, nobody else can tell when they are performed. From now on [#enabled] offers such a one alone
    /// if performing it tells nobody and teaches nothing; a search then finds the same ends, though not every state on the way.
    public void untimed(boolean[][] places) {
        if (semantics instanceof OutOfOrder outOfOrder) {
            outOfOrder.untimed(places);
        }
    }

    /// Makes `s` the initial state.
    public void reset(int[] s) {
        semantics.reset(s);
    }

    /// Writes the possible steps into `choices` in the documented order. None if the run has ended.
    public void enabled(int[] s, Choices choices) {
        semantics.enabled(s, choices);
    }

    /// Performs one enabled step.
    public void apply(int[] s, int step) {
        semantics.apply(s, step);
    }

    /// What the last [#apply] may have changed of the state. The object is always the same.
    public Touched touched() {
        return semantics.touched();
    }

    /// The violation that the state records, if any. A run in which no step is possible any more has more to say: see [#ending].
    public Optional<Fault> fault(int[] s) {
        return semantics.fault(s);
    }

    /// Whether the state records a violation: whether [#fault] has one.
    public boolean faulty(int[] s) {
        return semantics.faulty(s);
    }

    /// Whether every agent has ended.
    public boolean finished(int[] s) {
        return semantics.finished(s);
    }

    /// Whether the steps that led here guessed wrongly, so that they are no run at all: neither a violation nor an outcome. Only under
    /// `lkmm`, and only meaningful in a state in which no step is possible.
    public boolean abandoned(int[] s) {
        return semantics.abandoned(s);
    }

    /// What is wrong with a state in which no step is possible: the recorded violation, a deadlock, a broken invariant of the final state, a leak; empty if the run has
    /// ended well. Ask [#abandoned] first.
    public Optional<Fault> ending(int[] s) {
        return semantics.ending(s);
    }

    /// Value of a cell in memory; under `lkmm` the one that is last in coherence order.
    public int cell(int[] s, int cell) {
        return semantics.cell(s, cell);
    }

    /// Value of an observation of an agent.
    public int observation(int[] s, int agent, int slot) {
        return semantics.observation(s, agent, slot);
    }

    /// The pending instruction of an agent.
    public int pc(int[] s, int agent) {
        return semantics.pc(s, agent);
    }

    /// The instruction that an enabled step performs; the pending one if it performs none.
    public int pcOf(int[] s, int step) {
        return semantics.pcOf(s, step);
    }

    /// Whether the agent has read for an atomic or a lock, and is yet to write for it: only under `lkmm`, where the two are steps.
    public boolean halfway(int[] s, int agent) {
        return semantics.halfway(s, agent);
    }

    public int status(int[] s, int agent) {
        return semantics.status(s, agent);
    }

    /// How many operations of the agent travel; under `lkmm` none ever do.
    public int travelling(int[] s, int agent) {
        return semantics.travelling(s, agent);
    }
}
