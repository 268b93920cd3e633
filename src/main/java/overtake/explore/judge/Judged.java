package overtake.explore.judge;

import java.util.List;
import overtake.axiom.ExecutionGraph;
import overtake.axiom.GraphRecorder;
import overtake.axiom.Judge;
import overtake.axiom.Judgement;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Replay;
import overtake.machine.Bounds;
import overtake.memory.MemoryModel;
import overtake.program.World;
import overtake.property.Violation;

/// Has the axioms of the kernel's model judge a run that is about to be reported.
public final class Judged {
    private static final int MOST_EVENTS = 1500;

    private Judged() {}

    /// A run that the model forbids is no run of the kernel.
    ///
    /// @param schedule the file it is in, or nothing
    /// @param notes gets the data races of the run, or why it was not judged
    /// @throws IllegalStateException if the run is forbidden: a bug of ours; it names the schedule, which is kept
    public static void judge(
            World world, MemoryModel model, Bounds bounds, Violation violation, String schedule, List<String> notes) {
        if (!GraphRecorder.understands(world)) {
            return;
        }
        ExecutionGraph graph = graph(world, model, bounds, violation);
        if (graph.events().size() > MOST_EVENTS) {
            notes.add("the violation of " + violation.fault().property() + " has " + graph.events().size()
                    + " events, too many to be judged by the axioms of the kernel's model");
            return;
        }
        Judgement judgement = Judge.judge(graph);
        judgement.broken().ifPresent(axiom -> {
            throw new IllegalStateException("a violation of " + violation.fault().property()
                    + " in a run that the kernel's model forbids, by " + axiom.word()
                    + (schedule.isEmpty() ? "" : "; its schedule is " + schedule) + ":\n    "
                    + String.join("\n    ", judgement.cycle()));
        });
        judgement.races().forEach(race -> notes.add("data race in this run: " + race));
    }

    private static ExecutionGraph graph(World world, MemoryModel model, Bounds bounds, Violation violation) {
        try (Engine engine = new MachineEngine(world, model, bounds)) {
            GraphRecorder recorder = new GraphRecorder(world, model);
            engine.journal(recorder);
            Replay replay = new Replay(violation.steps());
            replay.begin(0);
            engine.run(replay, violation.steps().size() + 1);
            return recorder.graph();
        }
    }
}
