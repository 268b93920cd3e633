package overtake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Replay;
import overtake.explore.endless.Fairness;
import overtake.explore.endless.Standing;
import overtake.explore.judge.Judged;
import overtake.explore.shrink.Shrinker;
import overtake.machine.Bounds;
import overtake.machine.Fault;
import overtake.machine.FaultKind;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.program.World;
import overtake.property.Violation;
import overtake.scenario.Exploration;
import overtake.scenario.Problem;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioException;
import overtake.scenario.Settings;
import overtake.scenario.schedule.ScheduleFile;
import overtake.scenario.schedule.ScheduleFolder;
import overtake.trace.PickNames;
import overtake.trace.Trace;
import overtake.trace.TraceRecorder;

/// Makes of violations what people look at: smaller, with a trace, in a file.
///
/// @param engine what found them, as in the file
record Counterexamples(
        Settings settings,
        Watcher watcher,
        Scenario scenario,
        MemoryModel model,
        Path out,
        String engine,
        Exploration.Fuzz plan) {

    /// @param notes gets why a file could not be written
    Counterexample of(Violation violation, Request.Shrinking shrinking, List<String> notes) {
        Counterexample found = made(violation, shrinking, notes);
        String schedule = found.schedule().map(Path::toString).orElse("");
        Judged.judge(scenario.world(), model, settings.bounds(), found.violation(), schedule, notes);
        return found;
    }

    private Counterexample made(Violation violation, Request.Shrinking shrinking, List<String> notes) {
        if (shrinking == Request.Shrinking.OFF) {
            return new Counterexample(violation, traced(violation, settings.bounds()),
                    write("", violation, Optional.empty(), notes), standings(violation), Optional.empty());
        }
        Shrinker.Result result =
                shrunk(watcher, scenario, model, settings.bounds(), plan.maxSteps(), violation.steps());
        Optional<Path> original = write("-found", violation, Optional.empty(), notes);
        Violation smaller =
                new Violation(result.fault(), result.steps(), violation.execution(), violation.strategy());
        ScheduleFile.Shrunk shrunk = new ScheduleFile.Shrunk(original.map(Counterexamples::name).orElse(""),
                violation.steps().size(), result.minimal().word());
        return new Counterexample(smaller, traced(smaller, settings.bounds()),
                write("", smaller, Optional.of(shrunk), notes),
                standings(smaller),
                Optional.of(new Counterexample.Shrunk(result, original)));
    }

    private List<Standing> standings(Violation violation) {
        return switch (violation.fault().kind()) {
            case DEADLOCK, LIVELOCK -> Standing.after(scenario.world(), model, settings.bounds(), violation.steps(),
                    round(new Machine(scenario.world(), model, settings.bounds()), violation.steps()));
            default -> List.of();
        };
    }

    /// How many of the last picks of a run go round for ever in a fair way, or 0.
    static int round(Machine machine, List<Integer> steps) {
        OptionalInt before = Fairness.of(machine).map(fairness -> fairness.round(steps)).orElse(OptionalInt.empty());
        return before.isPresent() ? steps.size() - before.getAsInt() : 0;
    }

    /// What a run that was cut is broken by: a livelock, if it ends with a round.
    static Optional<Fault> livelock(Machine machine, List<Integer> steps) {
        return round(machine, steps) == 0 ? Optional.empty()
                : Optional.of(new Fault(FaultKind.LIVELOCK, -1, -1, FaultKind.LIVELOCK.property()));
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private Optional<Path> write(
            String ending, Violation violation, Optional<ScheduleFile.Shrunk> shrunk, List<String> notes) {
        try {
            return Optional.of(new ScheduleFolder(out).write(
                    scenario.name() + "-" + model.name() + ending,
                    Path.of(scenario.path()),
                    relative -> file(relative, violation, shrunk)));
        } catch (ScenarioException e) {
            String note = String.valueOf(e.getMessage());
            if (!notes.contains(note)) {
                notes.add(note);
            }
            return Optional.empty();
        }
    }

    private ScheduleFile file(String path, Violation violation, Optional<ScheduleFile.Shrunk> shrunk) {
        var machine = new Machine(scenario.world(), model, settings.bounds());
        return new ScheduleFile(path, scenario.sha256(), scenario.overrides().withModels(List.of()),
                Overtake.version(), model.name(), engine, violation.strategy(), plan.seed(),
                violation.execution(), plan.maxSteps(), settings.bounds(), violation.fault().property(),
                PickNames.of(machine, violation.steps()), shrunk);
    }

    private Trace traced(Violation violation, Bounds bounds) {
        return traced(scenario.world(), model, violation, bounds);
    }

    /// The run once more, on the machine: what was found must be there again.
    private static Trace traced(World world, MemoryModel model, Violation violation, Bounds bounds) {
        try (Engine engine = new MachineEngine(world, model, bounds)) {
            TraceRecorder recorder = new TraceRecorder(world);
            engine.journal(recorder);
            Replay replay = new Replay(violation.steps());
            replay.begin(0);
            engine.run(replay, violation.steps().size() + 1);
            Optional<Fault> fault = engine.fault()
                    .or(() -> livelock(new Machine(world, model, bounds), violation.steps()));
            if (!fault.equals(Optional.of(violation.fault()))) {
                throw new IllegalStateException("the machine does not repeat " + violation + ": " + fault);
            }
            return recorder.trace(fault);
        }
    }

    private static Shrinker.Result shrunk(Watcher watcher, Scenario scenario, MemoryModel model, Bounds bounds,
            int maxSteps, List<Integer> steps) {
        Shrinker shrinker = new Shrinker(scenario.world(), model, bounds, maxSteps);
        watcher.shrinks(scenario, model, shrinker);
        try {
            return shrinker.shrink(steps);
        } finally {
            watcher.ended();
        }
    }

    /// @throws ScenarioException if the record is of a livelock, which is not broken by what its last pick does
    static void refuseLivelock(Path path, ScheduleFile found, String done) {
        if (found.property().equals(FaultKind.LIVELOCK.property())) {
            throw new ScenarioException(List.of(new Problem(path.toString(), 0, "cannot be " + done
                    + ": it is a livelock, a way into a round and the round; expected a run that ends in a violation")));
        }
    }

    /// Makes a recorded run smaller.
    ///
    /// @throws ScenarioException if the record does not hold any more
    static Shrunk shrink(Watcher watcher, Path path, Replayed replayed, Optional<Path> out) {
        if (replayed.divergence().isPresent()) {
            throw new ScenarioException(List.of(new Problem(path.toString(), 0,
                    "cannot be made smaller, for it does not replay: " + replayed.divergence().get())));
        }
        ScheduleFile found = replayed.schedule();
        refuseLivelock(path, found, "made smaller");
        Scenario scenario = replayed.scenario();
        MemoryModel model = replayed.model();
        long start = System.nanoTime();
        Shrinker.Result result =
                shrunk(watcher, scenario, model, found.bounds(), found.maxSteps(), replayed.steps());
        var violation = new Violation(result.fault(), result.steps(), found.execution(), found.strategy());
        List<String> notes = new ArrayList<>(replayed.notes());
        Path folder = out.orElse(Optional.ofNullable(path.getParent()).orElse(Path.of("")));
        String stem = name(path).replaceFirst("\\.conf$", "") + "-shrunk";
        Path written = new ScheduleFolder(folder).write(stem, Path.of(scenario.path()), relative -> new ScheduleFile(
                relative, scenario.sha256(), found.overrides(), Overtake.version(), found.model(), found.engine(),
                found.strategy(), found.seed(), found.execution(), found.maxSteps(), found.bounds(), found.property(),
                result.picks(), Optional.of(new ScheduleFile.Shrunk(name(path), found.picks().size(),
                        result.minimal().word()))));
        return new Shrunk(replayed, result, traced(scenario.world(), model, violation, found.bounds()), written,
                (System.nanoTime() - start) / 1e9, notes);
    }
}
