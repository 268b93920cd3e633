package overtake.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import overtake.axiom.ExecutionGraph;
import overtake.axiom.SequentialCycles.Cycle;
import overtake.explain.Explanation.Scene;
import overtake.explain.Explanation.Shown;
import overtake.explain.NearestPass.Change;
import overtake.explore.shrink.Follower;
import overtake.machine.Bounds;
import overtake.machine.EventKind;
import overtake.machine.Machine;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.World;
import overtake.trace.Trace;

/// Explains runs that break a property.
public final class Explainer {
    private static final int MOST_CELLS = 8;

    private final World world;
    private final MemoryModel model;
    private final Bounds bounds;
    private final int maxSteps;
    private final Work work = new Work();

    /// @param maxSteps bound on the picks of runs that are tried
    public Explainer(World world, MemoryModel model, Bounds bounds, int maxSteps) {
        this.world = world;
        this.model = model;
        this.bounds = bounds;
        this.maxSteps = maxSteps;
    }

    /// @param steps a run that breaks a property
    public Explanation explain(List<Integer> steps) {
        Playback run = Playback.of(world, model, bounds, steps);
        String property = run.fault().orElseThrow(() -> new IllegalStateException("nothing is broken by " + steps))
                .property();
        List<Shown> triage = triage(run, property);
        boolean ordering = triage.stream().noneMatch(each -> each.model().equals("sc")
                && each.evidence().answer() == Evidence.Answer.BROKEN);
        if (!ordering) {
            return interleaved(run, property, triage);
        }
        List<Cycle> cycles = Remedies.cycles(run);
        Optional<Remedies.Found> found = new Remedies(run, bounds, maxSteps, property, work).find(cycles);
        Optional<Cycle> cycle = found.flatMap(Remedies.Found::cycle).or(() -> cycles.stream().findFirst());
        return cycle.map(it -> reordered(run, property, triage, it, found))
                .orElseGet(() -> {
                    Explanation bare = interleaved(run, property, triage);
                    return new Explanation(property, bare.sentence(), bare.change(), bare.scenes(),
                            found.map(Remedies.Found::remedy), triage, List.of(),
                            Explanation.Litmus.none(run.graph().isEmpty()
                                    ? "litmus tests know no cache lines"
                                    : "its events make no cycle"),
                            run);
                });
    }

    /// A violation that interleaving makes: the nearest run in which it does not says why.
    private Explanation interleaved(Playback run, String property, List<Shown> triage) {
        Optional<Change> change = nearest(run).find();
        Optional<Trace> passing =
                change.map(found -> Playback.of(world, model, bounds, found.run().steps()).trace());
        Sentence sentence = new Sentence(run, property, change, passing);
        int overtaking = change.filter(NearestPass.InOrder.class::isInstance)
                .map(found -> ((NearestPass.InOrder) found).later()).orElse(0);
        return new Explanation(property, sentence.text(), sentence.change(), scenes(run, overtaking), Optional.empty(),
                triage, List.of(),
                Explanation.Litmus.none("it happens without any overtaking, so it asks nothing of a memory model"),
                run);
    }

    /// A violation that interleaving cannot make: the cycle says why.
    private Explanation reordered(Playback run, String property, List<Shown> triage, Cycle cycle,
            Optional<Remedies.Found> found) {
        ExecutionGraph graph = run.graph().orElseThrow();
        List<Playback.Overtaking> gaps = cycle.gaps().stream()
                .map(edge -> new Playback.Overtaking(graph.mark(edge.to()), graph.mark(edge.from()),
                        graph.events().get(edge.from()).pc()))
                .toList();
        Optional<Change> change = nearest(run).inOrderOf(gaps);
        CycleText text = new CycleText(run, cycle);
        int overtaking = gaps.isEmpty() ? 0 : gaps.getFirst().later();
        return new Explanation(property, text.sentence(),
                new Sentence(run, property, change, Optional.empty()).change(), scenes(run, overtaking),
                found.map(Remedies.Found::remedy), triage, text.lines(), litmus(run, cycle, found), run);
    }

    private static Explanation.Litmus litmus(Playback run, Cycle cycle, Optional<Remedies.Found> found) {
        String name = run.world().name().replaceAll("[^A-Za-z0-9_+.-]", "-");
        LitmusExport.Export test = LitmusExport.of(run, cycle, name, List.of());
        Optional<String> forbidden = found.map(Remedies.Found::puts).filter(puts -> !puts.isEmpty())
                .flatMap(puts -> LitmusExport.of(run, cycle, name + "+fenced", puts).text());
        return new Explanation.Litmus(test.text(), forbidden, test.reason());
    }

    private NearestPass nearest(Playback run) {
        return new NearestPass(run, new Follower(new Machine(world, model, bounds), maxSteps));
    }

    /// The run itself is the evidence for its own model.
    private List<Shown> triage(Playback run, String property) {
        List<Shown> triage = new ArrayList<>();
        Map<String, MemoryModel> models = new LinkedHashMap<>();
        MemoryModel.all().stream()
                .filter(each -> world.lines().isEmpty() || !(each instanceof Lkmm)) // which knows no cache lines
                .forEach(each -> models.put(each.name(), each));
        models.put(model.name(), model);
        for (MemoryModel each : models.values()) {
            boolean own = each.name().equals(model.name());
            triage.add(new Shown(each.name(), own
                    ? new Evidence(Evidence.Answer.BROKEN, 0, 1, List.of())
                    : evidence(run, each, property)));
        }
        return triage;
    }

    private Evidence evidence(Playback run, MemoryModel other, String property) {
        work.does("whether " + other.name() + " shows it");
        return Evidence.of(run.world(), other, bounds, maxSteps, property, work::stopped);
    }

    /// Gives up soon: what was found so far is what the explanation says. May be called from any JVM thread.
    public void stop() {
        work.stop();
    }

    /// What it looks for now, for people. May be called from any JVM thread.
    public String progress() {
        return work.doing();
    }

    private List<Scene> scenes(Playback run, int overtaking) {
        List<Scene> scenes = new ArrayList<>();
        if (overtaking > 0) {
            scenes.add(scene(run, "after #" + overtaking, run.frameOf(overtaking)));
        }
        scenes.add(scene(run, "at the end", run.frames().getLast()));
        return scenes;
    }

    private Scene scene(Playback run, String when, Playback.Frame frame) {
        List<String> memory = new ArrayList<>(frame.cacheLines());
        cells(run).forEach(cell -> memory.add(run.cell(frame, cell)));
        List<String> inFlight = new ArrayList<>();
        for (int agent = 0; agent < frame.channels().size(); agent++) {
            Program program = world.programs().get(agent);
            frame.channels().get(agent).forEach(line -> inFlight.add(
                    program.agent() + ": " + run.trace().lines().get(line - 1).text() + " (#" + line + ")"));
        }
        return new Scene(when, memory, inFlight, frame.held());
    }

    /// The cells through which the agents of the run talk: accessed by two of them, the last ones first.
    private List<Integer> cells(Playback run) {
        SortedMap<Integer, SortedSet<String>> users = new TreeMap<>();
        List<Integer> last = new ArrayList<>();
        for (int i = 0; i < run.facts().size(); i++) {
            Playback.Fact fact = run.facts().get(i);
            boolean access = fact.kind() == EventKind.PERFORM || fact.kind() == EventKind.SEND;
            if (access && fact.target() >= 0 && isCell(fact)) {
                users.computeIfAbsent(fact.target(), _ -> new TreeSet<>()).add(run.trace().lines().get(i).agent());
                last.remove(Integer.valueOf(fact.target()));
                last.addFirst(fact.target());
            }
        }
        return last.stream().filter(cell -> Objects.requireNonNull(users.get(cell)).size() > 1).limit(MOST_CELLS)
                .toList();
    }

    private boolean isCell(Playback.Fact fact) {
        return switch (world.programs().get(fact.agent()).instructionAt(fact.pc())) {
            case Instruction.Load _, Instruction.Store _, Instruction.Rmw _ ->
                true;
            default -> false;
        };
    }
}
