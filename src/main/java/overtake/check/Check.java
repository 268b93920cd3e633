package overtake.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import overtake.explore.Exercise;
import overtake.explore.endless.Fairness;
import overtake.machine.Bounds;
import overtake.machine.Fault;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.program.Program;
import overtake.program.World;
import overtake.property.Outcome;
import overtake.property.Verdict;
import overtake.property.Violation;

/// Checks all orderings of one world under one memory model. Carried out once; [#stop] and [#progress] may be called from any JVM thread meanwhile.
public final class Check {
    private static final String STRATEGY = "check";

    private final World world;
    private final MemoryModel model;
    private final Bounds bounds;
    private final CheckPlan plan;
    private final Search search;
    private Optional<Checkpoint> checkpoint = Optional.empty();
    private boolean resumes;
    private volatile boolean stopped;
    private volatile boolean timeIsUp;

    /// @param bounds of the machine; under `lkmm`, runs that guessed wrongly are given up whatever they say
    public Check(World world, MemoryModel model, Bounds bounds, CheckPlan plan) {
        this.world = world;
        this.model = model;
        this.bounds = searching(bounds);
        this.plan = plan;
        search = new Search(plan, this::machine);
    }

    /// Another run guesses right, so undoing a wrong guess would visit the same states twice.
    private static Bounds searching(Bounds bounds) {
        var reach = bounds.reach();
        return new Bounds(bounds.channel(), bounds.localInstructions(), bounds.discipline(), new Bounds.Reach(
                reach.window(), reach.guesses(), reach.stores(), Bounds.WrongGuess.ABANDONED));
    }

    private Machine machine() {
        return new Machine(world, model, bounds);
    }

    /// What has been done so far, for a progress line.
    ///
    /// @param states stored
    /// @param frontier states of the level that is being expanded
    /// @param bytes of the table and the frontier
    /// @param estimate of all states, or 0 while there is none
    public record Progress(long states, long frontier, int depth, long bytes, long estimate) {}

    public Progress progress() {
        Search.Progress done = search.progress();
        return new Progress(done.states(), done.frontier(), done.depth(), done.bytes(), done.estimate());
    }

    /// Ends the check soon; what was found so far is kept.
    public void stop() {
        stopped = true;
        search.stop();
    }

    /// Ends the check soon because it had as much time as it was to have, which is a bound that was met.
    public void endOfTime() {
        timeIsUp = true;
        search.stop();
    }

    /// Saves what was done from time to time; the file goes when there is an answer.
    public void saveTo(Checkpoint to) {
        checkpoint = Optional.of(to);
        search.saveTo(to);
    }

    /// Lets [#run] go on from where [#saveTo] has saved.
    public void resume() {
        resumes = true;
    }

    /// Carries the check out.
    ///
    /// @throws Checkpoint.UnusableException if there is nothing to resume
    public CheckResult run() {
        try (search) {
            List<String> met = new ArrayList<>();
            try {
                if (resumes) {
                    search.resume(checkpoint.orElseThrow());
                } else {
                    search.run();
                }
            } catch (OutOfMemoryError _) {
                met.add("memory: no room for the states of a level");
            }
            CheckResult result = result(met);
            if (!(result.verdict() instanceof Verdict.Unknown)) {
                checkpoint.ifPresent(Checkpoint::delete);
            }
            return result;
        }
    }

    private CheckResult result(List<String> met) {
        if (timeIsUp) {
            met.add("time");
        }
        if (!search.bound().isEmpty()) {
            met.add(search.bound());
        }
        if (search.machineBoundMet()) {
            met.add(machineBound());
        }
        SortedMap<String, Fault> broken = search.violations();
        Exercise exercise = Exercise.of(world, search::covered);
        List<CheckResult.Found> found = show(broken);
        boolean complete = search.complete() && met.isEmpty();
        if (plan.livelock() == CheckPlan.Livelock.SOUGHT && complete
                && (broken.isEmpty() || plan.goal() != CheckPlan.Goal.FIRST_VIOLATION)) {
            seekLivelock(broken, found, met);
            complete = met.isEmpty();
        }
        Verdict verdict = verdict(broken, found, met, exercise, complete);
        return new CheckResult(verdict, search.counts(), new TreeSet<>(broken.keySet()), found, outcomes(),
                complete, exercise.reached(), verdict instanceof Verdict.Unknown unknown ? unknown.bounds() : met,
                stopped);
    }

    private void seekLivelock(SortedMap<String, Fault> broken, List<CheckResult.Found> found, List<String> met) {
        Machine machine = machine();
        Optional<Fairness> fairness = Fairness.of(machine);
        if (fairness.isEmpty()) {
            met.add("livelock: not looked for under " + model.name());
            return;
        }
        try {
            Livelocks livelocks = new Livelocks(machine, fairness.get(), () -> stopped || timeIsUp);
            if (!livelocks.explore(plan.maxStates(), plan.memoryBytes())) {
                met.add(timeIsUp ? "time" : "livelock: no room for all states with their steps");
                return;
            }
            livelocks.find().ifPresent(livelock -> {
                Fault fault = livelock.violation().fault();
                broken.put(fault.property(), fault);
                if (plan.goal() != CheckPlan.Goal.NAMES_ONLY) {
                    found.add(livelock);
                }
            });
        } catch (OutOfMemoryError _) {
            met.add("livelock: no room for all states with their steps");
        }
    }

    private String machineBound() {
        return switch (model) {
            case overtake.memory.Lkmm _ -> "window " + bounds.reach().window() + ", guesses "
                    + bounds.reach().guesses() + " or stores " + bounds.reach().stores();
            case overtake.memory.Sc _, overtake.memory.Tso _ -> "store-channel " + bounds.channel();
        };
    }

    private Verdict verdict(SortedMap<String, Fault> broken, List<CheckResult.Found> found, List<String> met,
            Exercise exercise, boolean complete) {
        if (!found.isEmpty()) {
            return new Verdict.Fail(found.getFirst().violation());
        }
        if (!broken.isEmpty()) {
            Fault first = broken.values().stream().reduce(Expander::first).orElseThrow();
            return new Verdict.Fail(new Violation(first, List.of(), 0, STRATEGY));
        }
        if (!complete) {
            return new Verdict.Unknown(stopped ? List.of("interrupted") : met);
        }
        return exercise.missing().isEmpty() ? new Verdict.Pass() : new Verdict.Vacuous(exercise.missing());
    }

    private List<CheckResult.Found> show(SortedMap<String, Fault> broken) {
        List<CheckResult.Found> found = new ArrayList<>();
        if (broken.isEmpty() || plan.goal() == CheckPlan.Goal.NAMES_ONLY) {
            return found;
        }
        Shortest shortest = new Shortest(machine(), () -> stopped);
        shortest.find(Optional.empty()).ifPresent(found::add);
        if (plan.goal() == CheckPlan.Goal.EVERYTHING) {
            SortedSet<String> others = new TreeSet<>(broken.keySet());
            found.forEach(first -> others.remove(first.violation().fault().property()));
            others.forEach(property -> shortest.find(Optional.of(property)).ifPresent(found::add));
        }
        return found;
    }

    private SortedSet<Outcome> outcomes() {
        SortedSet<Outcome> outcomes = new TreeSet<>();
        for (int[] values : search.endings()) {
            TreeMap<String, Integer> named = new TreeMap<>();
            int at = 0;
            for (Program program : world.programs()) {
                for (String name : program.observations()) {
                    named.put(program.agent() + ":" + name, values[at++]);
                }
            }
            for (int cell : plan.outcomes().cells()) {
                named.put(world.cells().get(cell).name(), values[at++]);
            }
            outcomes.add(new Outcome(named));
        }
        return outcomes;
    }
}
