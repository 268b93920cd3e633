package overtake;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import overtake.axiom.ExecutionGraph;
import overtake.axiom.GraphRecorder;
import overtake.axiom.Judge;
import overtake.axiom.Judgement;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Replay;
import overtake.machine.Bounds;
import overtake.machine.Journal;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.program.World;
import overtake.property.Violation;
import overtake.scenario.Exploration;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioException;
import overtake.scenario.schedule.ScheduleFile;
import overtake.scenario.schedule.ScheduleFolder;
import overtake.trace.PickNames;
import overtake.trace.Trace;
import overtake.trace.TraceRecorder;

/// Makes violations into counterexamples: runs them again for their trace, and writes their schedule files.
///
/// @param engine what found them, as in the file
/// @param plan the bounds and the seed that counted
record Recorder(Bounds bounds, Path out, String engine, Exploration.Fuzz plan) {
    private static final int MOST_EVENTS = 1500;

    /// @param notes receives why a file cannot be written
    Counterexample record(Scenario scenario, MemoryModel model, Violation violation, List<String> notes) {
        Optional<GraphRecorder> graph = GraphRecorder.understands(scenario.world())
                ? Optional.of(new GraphRecorder(scenario.world(), model))
                : Optional.empty();
        Trace trace = traced(scenario.world(), model, violation, graph.<Journal>map(recorder -> recorder).orElse(Journal.NONE));
        Counterexample found = write(scenario, model, violation, trace, notes);
        graph.ifPresent(recorder -> judge(recorder, violation, found, notes));
        return found;
    }

    /// A run that the kernel's model forbids is no run of the kernel: a bug of ours, whose schedule is kept.
    private static void judge(GraphRecorder recorder, Violation violation, Counterexample found, List<String> notes) {
        ExecutionGraph graph = recorder.graph();
        if (graph.events().size() > MOST_EVENTS) {
            notes.add("the violation of " + violation.fault().property() + " has " + graph.events().size()
                    + " events, too many to be judged by the axioms of the kernel's model");
            return;
        }
        Judgement judgement = Judge.judge(graph);
        judgement.broken().ifPresent(axiom -> {
            String schedule = found.schedule().map(path -> "; its schedule is " + path).orElse("");
            throw new IllegalStateException("a violation of " + violation.fault().property()
                    + " in a run that the kernel's model forbids, by " + axiom.word() + schedule + ":\n    "
                    + String.join("\n    ", judgement.cycle()));
        });
        judgement.races().forEach(race -> notes.add("data race in this run: " + race));
    }

    private Counterexample write(
            Scenario scenario, MemoryModel model, Violation violation, Trace trace, List<String> notes) {
        try {
            Path path = new ScheduleFolder(out).write(
                    scenario.name() + "-" + model.name(),
                    Path.of(scenario.path()),
                    relative -> scheduleFile(relative, scenario, model, violation));
            return new Counterexample(violation, trace, Optional.of(path));
        } catch (ScenarioException e) {
            notes.add(String.valueOf(e.getMessage()));
            return new Counterexample(violation, trace, Optional.empty());
        }
    }

    private ScheduleFile scheduleFile(String path, Scenario scenario, MemoryModel model, Violation violation) {
        var machine = new Machine(scenario.world(), model, bounds);
        return new ScheduleFile(path, scenario.sha256(), scenario.overrides().withModels(List.of()),
                Overtake.version(), model.name(), engine, violation.strategy(), plan.seed(), violation.execution(),
                plan.maxSteps(), bounds, violation.fault().property(), PickNames.of(machine, violation.steps()));
    }

    /// The run once more, on the machine: what was found must be there again.
    private Trace traced(World world, MemoryModel model, Violation violation, Journal graph) {
        try (Engine machine = new MachineEngine(world, model, bounds)) {
            TraceRecorder recorder = new TraceRecorder(world);
            machine.journal(Journal.both(recorder, graph));
            Replay replay = new Replay(violation.steps());
            replay.begin(0);
            machine.run(replay, violation.steps().size() + 1);
            if (!machine.fault().equals(Optional.of(violation.fault()))) {
                throw new IllegalStateException("the machine does not repeat " + violation + ": " + machine.fault());
            }
            return recorder.trace(machine.fault());
        }
    }
}
