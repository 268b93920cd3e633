package overtake.explain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import overtake.explain.Playback.Overtaking;
import overtake.explain.Remedy.Fence;
import overtake.explain.Remedy.Form;
import overtake.machine.Bounds;
import overtake.machine.EventKind;
import overtake.program.FenceKind;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.Source;
import overtake.program.World;
import overtake.program.edit.EditException;
import overtake.trace.TraceLine;

/// Looks for fences that forbid what a run shows: between each operation that overtook and what it overtook, first one at a time, then
/// two of different agents. Each is put in and the property is checked anew.
final class Remedies {
    /// How many changed worlds are checked at most.
    private static final int MOST_CHECKS = 10;

    private final Playback run;
    private final Bounds bounds;
    private final int maxSteps;
    private final String property;
    private int checks;

    Remedies(Playback run, Bounds bounds, int maxSteps, String property) {
        this.run = run;
        this.bounds = bounds;
        this.maxSteps = maxSteps;
        this.property = property;
    }

    /// A fence, with the cells of the operations that it stands between.
    private record Candidate(Fence fence, int later, int earlier) {}

    /// @param first line of the operation that overtook in the difference to the nearest passing run, or 0
    Optional<Remedy> find(int first) {
        List<Refuted> refuted = new ArrayList<>();
        for (Candidate candidate : candidates(run, first)) {
            Optional<Remedy> remedy = check(List.of(candidate), refuted);
            if (remedy.isPresent()) {
                return remedy;
            }
        }
        // What still breaks the property with one fence says where the other one has to be.
        for (Refuted one : List.copyOf(refuted)) {
            for (Candidate candidate : candidates(one.run(), 0)) {
                Optional<Remedy> remedy = check(List.of(one.candidate(), candidate), refuted);
                if (remedy.isPresent()) {
                    return remedy;
                }
            }
        }
        return Optional.empty();
    }

    /// A fence that does not do, and the run that shows it.
    private record Refuted(Candidate candidate, Playback run) {}

    private Optional<Remedy> check(List<Candidate> candidates, List<Refuted> refuted) {
        if (++checks > MOST_CHECKS) {
            return Optional.empty();
        }
        World world = run.world();
        try {
            for (Candidate candidate : candidates) {
                world = candidate.fence().in(world);
            }
        } catch (EditException _) {
            return Optional.empty();
        }
        Evidence evidence = Evidence.of(world, run.model(), bounds, maxSteps, property);
        if (evidence.answer() == Evidence.Answer.BROKEN) {
            refuted.add(new Refuted(
                    candidates.getFirst(), Playback.of(world, run.model(), bounds, evidence.steps())));
            return Optional.empty();
        }
        List<String> partners = candidates.size() == 1 ? partners(candidates.getFirst()) : List.of();
        return Optional.of(new Remedy(candidates.stream().map(Candidate::fence).toList(), partners, evidence));
    }

    private static List<Candidate> candidates(Playback run, int first) {
        List<Overtaking> overtakings = new ArrayList<>(run.overtakings());
        overtakings.sort((a, b) -> Boolean.compare(a.later() != first, b.later() != first));
        List<Candidate> candidates = new ArrayList<>();
        Set<Fence> seen = new LinkedHashSet<>();
        for (Overtaking overtaking : overtakings) {
            for (Fence fence : between(run, overtaking)) {
                if (seen.add(fence)) {
                    int earlier = overtaking.earlier() == 0
                            ? -1
                            : run.facts().get(overtaking.earlier() - 1).target();
                    candidates.add(
                            new Candidate(fence, run.facts().get(overtaking.later() - 1).target(), earlier));
                }
            }
        }
        return candidates;
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

    private static List<FenceKind> kinds(Instruction earlier, Instruction later) {
        if (earlier instanceof Instruction.Store && later instanceof Instruction.Store) {
            return List.of(FenceKind.SMP_WMB, FenceKind.SMP_MB);
        }
        return earlier instanceof Instruction.Load && later instanceof Instruction.Load
                ? List.of(FenceKind.SMP_RMB, FenceKind.SMP_MB)
                : List.of(FenceKind.SMP_MB);
    }

    /// What other agents do between an access to the later operation's cell and one to the earlier operation's.
    private List<String> partners(Candidate candidate) {
        List<String> partners = new ArrayList<>();
        for (Program program : run.world().programs()) {
            if (!program.agent().equals(candidate.fence().agent())) {
                partner(program.agent(), candidate.later(), candidate.earlier()).ifPresent(partners::add);
            }
        }
        return partners;
    }

    private Optional<String> partner(String agent, int from, int to) {
        Optional<String> partner = Optional.empty();
        boolean open = false;
        for (TraceLine line : run.trace().lines()) {
            if (line.fault() || !line.agent().equals(agent)) {
                continue;
            }
            int target = accessed(line.n());
            if (open && target == to) {
                return partner;
            }
            if (open && isOrdering(line) && (partner.isEmpty() || line.kind() == EventKind.FENCE)) {
                partner = Optional.of(agent + "'s " + line.text() + " (#" + line.n() + ")");
            }
            open |= target == from;
        }
        return Optional.empty();
    }

    /// The cell that a line accesses, or -1.
    private int accessed(int line) {
        Playback.Fact fact = run.facts().get(line - 1);
        if (fact.pc() < 0) {
            return -1;
        }
        return switch (run.world().programs().get(fact.agent()).instructionAt(fact.pc())) {
            case Instruction.Load _, Instruction.Store _, Instruction.Rmw _ -> fact.target();
            default -> -1;
        };
    }

    private boolean isOrdering(TraceLine line) {
        Playback.Fact fact = run.facts().get(line.n() - 1);
        if (fact.pc() < 0) {
            return false;
        }
        return switch (run.world().programs().get(fact.agent()).instructionAt(fact.pc())) {
            case Instruction.Fence _, Instruction.Rmw _, Instruction.Lock _, Instruction.Synchronize _ -> true;
            default -> false;
        };
    }
}
