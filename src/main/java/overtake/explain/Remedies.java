package overtake.explain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import overtake.axiom.SequentialCycles;
import overtake.axiom.SequentialCycles.Cycle;
import overtake.axiom.SequentialCycles.Put;
import overtake.explain.Playback.Overtaking;
import overtake.explain.Remedy.Fence;
import overtake.explain.Remedy.Form;
import overtake.machine.Bounds;
import overtake.program.FenceKind;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.Source;
import overtake.program.World;
import overtake.program.edit.EditException;

/// Looks for fences that forbid what a run shows: where a critical cycle of it lets two accesses pass each other, first one at a time, then two. The
/// model says whether the cycle is impossible with them; if it is, they are put in and the property is checked anew. Where there is no cycle to go by, a fence
/// is tried between each operation that overtook and what it overtook.
final class Remedies {
    /// How many changed worlds are checked at most.
    private static final int MOST_CHECKS = 10;
    private static final int MOST_CYCLES = 8;
    /// Of a graph in which cycles are looked for.
    private static final int MOST_EVENTS = 1500;
    /// Orders that nobody has written down.
    private static final Set<String> UNWRITTEN = Set.of("po-loc", "tso", "po");

    private final Playback run;
    private final Bounds bounds;
    private final int maxSteps;
    private final String property;
    private final Work work;
    private int checks;

    Remedies(Playback run, Bounds bounds, int maxSteps, String property, Work work) {
        this.run = run;
        this.bounds = bounds;
        this.maxSteps = maxSteps;
        this.property = property;
        this.work = work;
    }

    /// Fences and the cycle of the run that they forbid.
    ///
    /// @param puts the fences in the graph of the run; those alone whose place is known there
    record Found(Remedy remedy, Optional<Cycle> cycle, List<Put> puts) {}

    /// A fence right before an operation.
    ///
    /// @param event that it stands before in the graph of its run, or -1
    private record Candidate(Fence fence, int event) {}

    /// Fences to be tried together.
    ///
    /// @param forbidden what the model says of the run with them; empty if it was not asked
    /// @param own how many of them are of the cycle; the others are of another run
    private record Trial(List<Candidate> candidates, Optional<Cycle> cycle, List<String> forbidden, int own) {
        List<Put> puts() {
            return candidates.stream().limit(own).map(one -> new Put(one.fence().kind(), one.event())).toList();
        }
    }

    /// Fences that do not do, and the run that shows it.
    private record Refuted(Trial trial, Playback run) {}

    /// The critical cycles of a run.
    static List<Cycle> cycles(Playback run) {
        return run.graph()
                .filter(graph -> graph.events().size() <= MOST_EVENTS)
                .map(graph -> SequentialCycles.of(graph, run.model(), MOST_CYCLES)).orElse(List.of());
    }

    /// @param cycles of the run
    Optional<Found> find(List<Cycle> cycles) {
        List<Refuted> refuted = new ArrayList<>();
        for (Trial trial : trials(run, cycles)) {
            Optional<Found> found = check(trial, refuted);
            if (found.isPresent()) {
                return found;
            }
        }
        // What still breaks the property with one fence says where the other one has to be.
        for (Refuted one : List.copyOf(refuted)) {
            for (Trial trial : trials(one.run(), cycles(one.run()))) {
                List<Candidate> both = new ArrayList<>(one.trial().candidates());
                both.addAll(trial.candidates());
                Optional<Found> found =
                        check(new Trial(both, one.trial().cycle(), one.trial().forbidden(), one.trial().own()),
                                refuted);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Found> check(Trial trial, List<Refuted> refuted) {
        if (++checks > MOST_CHECKS || work.stopped()) {
            return Optional.empty();
        }
        World world = run.world();
        try {
            for (Candidate candidate : trial.candidates()) {
                world = candidate.fence().in(world);
            }
        } catch (EditException _) {
            return Optional.empty();
        }
        work.does("fence " + checks);
        Evidence evidence = Evidence.of(world, run.model(), bounds, maxSteps, property, work::stopped);
        if (work.stopped()) {
            return Optional.empty(); // what was not looked at to the end forbids nothing
        }
        if (evidence.answer() == Evidence.Answer.BROKEN) {
            refuted.add(new Refuted(trial, Playback.of(world, run.model(), bounds, evidence.steps())));
            return Optional.empty();
        }
        return Optional.of(new Found(
                new Remedy(trial.candidates().stream().map(Candidate::fence).toList(), partners(run, trial), evidence,
                        trial.forbidden()),
                trial.cycle(),
                trial.puts()));
    }

    // ---- what to try

    private static List<Trial> trials(Playback run, List<Cycle> cycles) {
        if (cycles.isEmpty()) {
            return run.reorderings().stream()
                    .flatMap(pair -> candidates(run, pair, -1).stream())
                    .distinct()
                    .map(candidate -> new Trial(List.of(candidate), Optional.empty(), List.of(), 0))
                    .toList();
        }
        List<Trial> trials = new ArrayList<>();
        cycles.forEach(cycle -> singles(run, cycle, trials));
        cycles.forEach(cycle -> pairs(run, cycle, trials));
        Set<List<Fence>> seen = new LinkedHashSet<>();
        return trials.stream()
                .filter(trial -> seen.add(trial.candidates().stream().map(Candidate::fence).toList()))
                .toList();
    }

    private static void singles(Playback run, Cycle cycle, List<Trial> trials) {
        for (Cycle.Edge edge : cycle.weak()) {
            for (Candidate candidate : candidates(run, edge)) {
                consider(run, cycle, List.of(candidate), trials);
            }
        }
    }

    private static void pairs(Playback run, Cycle cycle, List<Trial> trials) {
        List<Cycle.Edge> edges = cycle.weak();
        for (int i = 0; i < edges.size(); i++) {
            for (int j = i + 1; j < edges.size(); j++) {
                List<Candidate> others = candidates(run, edges.get(j));
                candidates(run, edges.get(i)).forEach(
                        first -> others.forEach(second -> consider(run, cycle, List.of(first, second), trials)));
            }
        }
    }

    /// Fences are worth a try if the model says that the run is none with them.
    private static void consider(
            Playback run, Cycle cycle, List<Candidate> candidates, List<Trial> trials) {
        List<Put> fences = candidates.stream()
                .map(candidate -> new Put(candidate.fence().kind(), candidate.event()))
                .toList();
        List<String> forbidden = SequentialCycles.forbidden(run.graph().orElseThrow(), run.model(), fences);
        if (!forbidden.isEmpty()) {
            trials.add(new Trial(candidates, Optional.of(cycle), forbidden, candidates.size()));
        }
    }

    private static List<Candidate> candidates(Playback run, Cycle.Edge edge) {
        var graph = run.graph().orElseThrow();
        Overtaking pair = new Overtaking(graph.mark(edge.to()), graph.mark(edge.from()),
                graph.events().get(edge.from()).pc());
        return candidates(run, pair, edge.to());
    }

    private static List<Candidate> candidates(Playback run, Overtaking pair, int event) {
        return between(run, pair).stream().map(fence -> new Candidate(fence, event)).toList();
    }

    /// The fences that stand there already, made stronger; then a new one, the cheapest first.
    private static List<Fence> between(Playback run, Overtaking overtaking) {
        List<Fence> fences = new ArrayList<>();
        Playback.Fact to = run.facts().get(overtaking.later() - 1);
        Program program = run.world().programs().get(to.agent());
        String agent = program.agent();
        for (int pc = overtaking.pc() + 1; pc < to.pc() && to.pc() < program.instructions().size(); pc++) {
            if (program.instructionAt(pc) instanceof Instruction.Fence fence && fence.kind() != FenceKind.SMP_MB) {
                Source source = program.sourceAt(pc);
                fences.add(new Fence(Form.STRONGER, agent, FenceKind.SMP_MB, source.site(), place(source)));
            }
        }
        Source source = program.sourceAt(to.pc());
        for (FenceKind kind : kinds(program.instructionAt(overtaking.pc()), program.instructionAt(to.pc()))) {
            fences.add(new Fence(Form.NEW, agent, kind, source.site(), place(source)));
        }
        return fences;
    }

    private static String place(Source source) {
        return source.file().isEmpty() || source.line() == 0 ? source.file() : source.file() + ":" + source.line();
    }

    /// The cheapest first.
    private static List<FenceKind> kinds(Instruction earlier, Instruction later) {
        List<FenceKind> kinds = new ArrayList<>();
        if (writes(earlier) && writes(later)) {
            kinds.add(FenceKind.SMP_WMB);
        }
        if (reads(earlier) && reads(later)) {
            kinds.add(FenceKind.SMP_RMB);
        }
        kinds.add(FenceKind.SMP_MB);
        return kinds;
    }

    private static boolean writes(Instruction instruction) {
        return instruction instanceof Instruction.Store || instruction instanceof Instruction.Rmw;
    }

    private static boolean reads(Instruction instruction) {
        return instruction instanceof Instruction.Load || instruction instanceof Instruction.Rmw;
    }

    /// What orders the other steps of the cycle.
    private static List<String> partners(Playback run, Trial trial) {
        return trial.cycle().map(cycle -> cycle.edges().stream()
                .filter(edge -> edge.internal() && edge.order().filter(name -> !UNWRITTEN.contains(name)).isPresent())
                .filter(edge -> trial.candidates().stream().noneMatch(one -> one.event() == edge.to()))
                .map(edge -> new CycleText(run, cycle).ordered(edge))
                .toList()).orElse(List.of());
    }
}
