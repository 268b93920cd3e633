package overtake.check;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;
import overtake.check.jobs.Crew;
import overtake.check.jobs.Deal;
import overtake.check.states.Contents;
import overtake.check.states.Frontier;
import overtake.check.states.StateTable;
import overtake.machine.Fault;
import overtake.machine.FaultKind;
import overtake.machine.Machine;
import overtake.machine.Symmetry;
import overtake.program.Program;
import overtake.program.World;

/// Visits states level by level. The levels are sets that do not depend on who finds what first, so all counts are the same for any number of JVM threads. A
/// level that does not fit is not counted: what is reported is what was covered whole.
final class Search implements AutoCloseable {
    /// How many times as long as it took to save the progress passes at least until it is saved again.
    private static final int SAVING = 20;

    private final CheckPlan plan;
    private final StateTable table;
    private final List<Expander> expanders = new ArrayList<>();
    private final int size;
    private final Optional<Contents> contents;
    private final Optional<Conflicts> conflicts;
    private final boolean reduced;
    private Symmetry.Answer symmetry = Symmetry.none("");
    private Frontier frontier;
    /// The chunks of the level by the expander that has written them.
    private List<List<Frontier.Chunk>> shares = List.of();

    private volatile Progress progress = new Progress(0, 0, 0, 0, 0);
    private volatile boolean stopped;
    private volatile boolean storing = true;
    private final Coverage coverage;
    private Optional<Checkpoint> checkpoint = Optional.empty();
    private boolean boundMetBefore;
    private long transitionsBefore;
    private String bound = "";
    private long states;
    private long transitions;
    private int depth;

    /// What has been done so far.
    ///
    /// @param estimate of all states, or 0 while their number per level still grows
    record Progress(long states, long frontier, int depth, long bytes, long estimate) {}

    Search(CheckPlan plan, Supplier<Machine> machines) {
        this(plan, machines, Contents.MOST_INTS);
    }

    /// @param mostInts for [Contents]: with fewer, more is asked of the machine, and nothing else changes
    Search(CheckPlan plan, Supplier<Machine> machines, int mostInts) {
        this.plan = plan;
        table = new StateTable(plan.memoryBytes(), plan.jobs());
        Machine first = machines.get();
        conflicts = conflicts(first);
        contents = first.parts().map(parts -> new Contents(parts, mostInts));
        Optional<boolean[][]> untimed = untimed(first);
        reduced = conflicts.isPresent() || untimed.isPresent();
        for (int i = 0; i < plan.jobs(); i++) {
            Machine machine = i == 0 ? first : machines.get();
            untimed.ifPresent(machine::untimed);
            Symmetry.Answer found = symmetry(machine);
            symmetry = i == 0 ? found : symmetry;
            expanders.add(new Expander(machine, table, plan, conflicts, contents, found.symmetry()));
        }
        coverage = new Coverage(expanders.getFirst().machine().world());
        size = expanders.getFirst().machine().size();
        frontier = new Frontier(size, contents.map(Contents::parts).orElse(0));
    }

    void stop() {
        stopped = true;
    }

    /// What [#run] has done so far; may be called from any JVM thread.
    Progress progress() {
        Progress last = progress;
        return new Progress(table.count(), last.frontier, last.depth, last.bytes, last.estimate);
    }

    /// Searches from the initial state.
    void run() {
        expanders.getFirst().start();
        collect();
        goOn();
    }

    /// Saves what was done from now on.
    void saveTo(Checkpoint to) {
        checkpoint = Optional.of(to);
    }

    /// Searches on from where a checkpoint was written.
    ///
    /// @throws Checkpoint.UnusableException if it cannot be read
    void resume(Checkpoint from) {
        from.load(this::restore);
        goOn();
    }

    private void save(DataOutputStream out) throws IOException {
        out.writeLong(states);
        out.writeLong(transitions);
        out.writeInt(depth);
        out.writeBoolean(machineBoundMet());
        coverage.save(machines(), out);
        SortedMap<String, Fault> found = violations();
        out.writeInt(found.size());
        for (Fault fault : found.values()) {
            out.writeInt(fault.kind().ordinal());
            out.writeInt(fault.agent());
            out.writeInt(fault.pc());
            out.writeUTF(fault.property());
        }
        SortedSet<int[]> ended = endings();
        out.writeInt(ended.size());
        for (int[] values : ended) {
            Frontier.save(values, out);
        }
        frontier.save(out, contents);
        table.save(out);
    }

    private void restore(DataInputStream in) throws IOException {
        Expander first = expanders.getFirst();
        states = in.readLong();
        transitions = in.readLong();
        transitionsBefore = transitions;
        depth = in.readInt();
        boundMetBefore = in.readBoolean();
        coverage.restore(in);
        for (int left = in.readInt(); left > 0; left--) {
            Fault fault = new Fault(FaultKind.values()[in.readInt()], in.readInt(), in.readInt(), in.readUTF());
            first.violations().put(fault.property(), fault);
        }
        for (int left = in.readInt(); left > 0; left--) {
            first.endings().add(Frontier.restoreInts(in));
        }
        frontier.restore(in);
        shares = List.of(frontier.chunks());
        long entries = in.readLong();
        if (!table.makeRoom(entries)) {
            throw new Checkpoint.UnusableException("has " + entries + " states, more than fit into "
                    + (table.bytes() >> 20) + " MiB; expected more memory");
        }
        table.restore(in, entries);
    }

    private List<Machine> machines() {
        return expanders.stream().map(Expander::machine).toList();
    }

    private void goOn() {
        long nextSave = System.nanoTime() + checkpoint.map(to -> to.every().toNanos()).orElse(0L);
        try (Crew crew = new Crew(plan.jobs())) {
            long most = 0;
            long statesAtMost = 0;
            while (frontier.states() > 0 && !stopped) {
                if (frontier.states() >= most) {
                    most = frontier.states();
                    statesAtMost = table.count();
                }
                long estimate = frontier.states() == most ? 0 : Math.max(2 * statesAtMost, table.count());
                progress = new Progress(0, frontier.states(), depth, table.bytes() + frontier.bytes(), estimate);
                level(crew);
                if (!storing || stopped) {
                    break;
                }
                boolean found = expanders.stream().anyMatch(expander -> !expander.violations().isEmpty());
                if (found && plan.goal() == CheckPlan.Goal.FIRST_VIOLATION) {
                    countLevel();
                    break;
                }
                collect();
                depth += frontier.states() > 0 ? 1 : 0;
                if (checkpoint.isPresent() && System.nanoTime() - nextSave >= 0) {
                    nextSave = save(checkpoint.get());
                }
            }
        }
    }

    /// Saves what was done.
    ///
    /// @return when to do so again: not as long as saving would take more than a twentieth of the time
    private long save(Checkpoint to) {
        long start = System.nanoTime();
        to.save(this::save);
        long end = System.nanoTime();
        return end + Math.max(to.every().toNanos(), SAVING * (end - start));
    }

    /// Makes what the expanders have found the next level.
    private void collect() {
        shares = expanders.stream().map(expander -> List.copyOf(expander.next().chunks())).toList();
        frontier = new Frontier(size, contents.map(Contents::parts).orElse(0));
        expanders.forEach(expander -> frontier.addAll(expander.next()));
        countLevel();
    }

    private void countLevel() {
        states = table.count();
        transitions = transitionsBefore + expanders.stream().mapToLong(Expander::transitions).sum();
    }

    private void level(Crew crew) {
        Deal deal = new Deal(shares);
        if (deal.size() == 1) {
            work(0, deal);
        } else {
            crew.work(number -> work(number, deal));
        }
        if (table.isFull()) {
            bound = "table of states: " + (table.bytes() >> 10) + " KiB are full";
            storing = false;
        }
        if (table.count() > plan.maxStates()) {
            bound = bound.isEmpty() ? maxStates() : bound;
            storing = false;
        }
    }

    /// Empty if the search is not to be reduced. Under `lkmm` the machine itself leaves steps out: see [#untimed]. Bounds on waiting count steps that commute.
    private Optional<Conflicts> conflicts(Machine machine) {
        return plan.reduction() == CheckPlan.Reductions.OFF || !machine.world().bounds().isEmpty() ? Optional.empty()
                : machine.inFlight().flatMap(inFlight -> Conflicts.of(machine.world(), inFlight::isRequest));
    }

    /// The instructions that a machine under `lkmm` is to offer alone, because nobody can tell their time; empty if it is not to, and under other models.
    private Optional<boolean[][]> untimed(Machine machine) {
        World world = machine.world();
        return plan.reduction() == CheckPlan.Reductions.OFF || machine.inFlight().isPresent() ? Optional.empty()
                : Conflicts.of(world, (agent, pc) -> world.programs().get(agent).instructionAt(pc).isVisible())
                        .map(found -> found.untimed(world));
    }

    /// Names of agents matter where steps of all orders are made.
    private Symmetry.Answer symmetry(Machine machine) {
        if (plan.reduction() != CheckPlan.Reductions.ON) {
            return Symmetry.none("not asked for");
        }
        Symmetry.Answer answer = Symmetry.of(machine,
                plan.outcomes().any() ? Symmetry.Outcomes.COLLECTED : Symmetry.Outcomes.IGNORED);
        return conflicts.isPresent() || answer.symmetry().isEmpty()
                ? answer
                : Symmetry.none("none without the reduction of orders");
    }

    private String maxStates() {
        return "max-states " + plan.maxStates();
    }

    /// Expands chunks until there are none or the search is to stop.
    private void work(int number, Deal deal) {
        boolean done = false;
        try {
            Frontier.Chunk chunk = deal.next(number);
            while (chunk != null && !stopped) {
                expanders.get(number).expand(chunk, storing);
                if (table.count() > plan.maxStates() || table.isFull()) {
                    storing = false;
                }
                if (Thread.currentThread().isInterrupted()) {
                    stop();
                }
                chunk = deal.next(number);
            }
            done = true;
        } finally {
            if (!done) {
                stop();
            }
        }
    }

    /// The bound that was met, or empty.
    String bound() {
        return bound;
    }

    boolean stopped() {
        return stopped;
    }

    /// Whether everything that can be reached was visited.
    boolean complete() {
        return storing && !stopped && frontier.states() == 0;
    }

    CheckResult.Counts counts() {
        return new CheckResult.Counts(stopped ? table.count() : states, transitions, depth, table.bytes(),
                reduced,
                new CheckResult.Exchanged(
                        symmetry.symmetry().map(Symmetry::names).orElse(List.of()), symmetry.reason()));
    }

    boolean machineBoundMet() {
        return boundMetBefore || expanders.stream().anyMatch(expander -> expander.machine().boundMet());
    }

    /// Whether an agent, or one that was not told apart from it, has executed the instruction.
    boolean covered(int agent, int pc) {
        return symmetry.symmetry().stream().flatMap(found -> found.groups().stream())
                .filter(group -> group.contains(agent)).findFirst().orElse(List.of(agent)).stream()
                .anyMatch(one -> coverage.covered(machines(), one, pc));
    }

    /// By property the first fault that breaks it.
    SortedMap<String, Fault> violations() {
        SortedMap<String, Fault> all = new TreeMap<>();
        for (Expander expander : expanders) {
            expander.violations().forEach((property, fault) -> all.merge(property, fault, Expander::first));
        }
        return all;
    }

    /// See [Expander#endings].
    SortedSet<int[]> endings() {
        SortedSet<int[]> all = expanders.getFirst().endings();
        expanders.forEach(expander -> all.addAll(expander.endings()));
        return all;
    }

    @Override
    public void close() {
        table.close();
    }

    /// Which instructions were executed before a checkpoint, since machines start without memory of it.
    private static final class Coverage {
        private final World world;
        private final BitSet[] before;

        Coverage(World world) {
            this.world = world;
            before = new BitSet[world.programs().size()];
            for (int agent = 0; agent < before.length; agent++) {
                before[agent] = new BitSet();
            }
        }

        /// Whether the instruction was executed before the checkpoint, or by one of the machines.
        boolean covered(List<Machine> machines, int agent, int pc) {
            return before[agent].get(pc) || machines.stream().anyMatch(machine -> machine.covered(agent, pc));
        }

        void save(List<Machine> machines, DataOutputStream out) throws IOException {
            for (int agent = 0; agent < before.length; agent++) {
                Program program = world.programs().get(agent);
                int handler = program.handler().map(h -> h.instructions().size()).orElse(0);
                for (int pc = 0; pc < program.instructions().size() + handler; pc++) {
                    out.writeBoolean(covered(machines, agent, pc));
                }
            }
        }

        void restore(DataInputStream in) throws IOException {
            for (int agent = 0; agent < before.length; agent++) {
                Program program = world.programs().get(agent);
                int handler = program.handler().map(h -> h.instructions().size()).orElse(0);
                for (int pc = 0; pc < program.instructions().size() + handler; pc++) {
                    before[agent].set(pc, in.readBoolean());
                }
            }
        }
    }
}
