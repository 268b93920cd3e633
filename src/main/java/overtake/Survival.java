package overtake;

import java.util.List;
import java.util.stream.IntStream;
import overtake.explore.Continuation;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.explore.shrink.Follower;
import overtake.explore.strategy.FuzzPlan;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.scenario.Scenario;
import overtake.scenario.schedule.ScheduleFile;

/// Whether a recorded violation still happens where its picks cannot all be made any more: they are followed by name, those that are not
/// possible are left out, and from where they diverge, and from where they end, samplers continue.
///
/// @param followed how many picks of the record could be made in all
/// @param samples how many continuations were made
/// @param violated how many of them broke the recorded property
/// @param steps the first run that did; empty if none did
public record Survival(int followed, int samples, int violated, List<Integer> steps) {
    private static final int SAMPLES = 500;

    public Survival {
        steps = List.copyOf(steps);
    }

    /// @param straight the steps that the record means up to its first pick that is not possible
    static Survival of(ScheduleFile file, Scenario scenario, MemoryModel model, List<Integer> straight) {
        Follower follower = new Follower(new Machine(scenario.world(), model, file.bounds()), file.maxSteps());
        Follower.Run lenient = follower.follow(file.picks());
        int followed = lenient.followed();
        List<Integer> first = List.of();
        int violated = 0;
        if (lenient.fault().filter(fault -> fault.property().equals(file.property())).isPresent()) {
            first = lenient.steps();
            violated++;
        }
        FuzzPlan plan = new FuzzPlan("portfolio", file.seed(), SAMPLES, file.maxSteps(), false);
        try (Engine engine = new MachineEngine(scenario.world(), model, file.bounds())) {
            Strategy rest = plan.newStrategy(scenario.world(), plan.profile(engine));
            List<Integer> wide = lenient.steps().subList(0, followed);
            for (int i = 1; i < SAMPLES; i++) {
                // Beginnings of several lengths: a fix in the middle may need what came before it otherwise.
                List<Integer> beginning = i % 2 == 0 ? straight : wide;
                int length = beginning.size() * (1 + i / 2 % 4) / 4;
                Continuation sample = new Continuation(beginning.subList(0, length), rest);
                sample.begin(i);
                boolean hit = engine.run(sample, file.maxSteps()) == Engine.Ending.VIOLATED
                        && engine.fault().orElseThrow().property().equals(file.property());
                violated += hit ? 1 : 0;
                first = hit && first.isEmpty()
                        ? IntStream.range(0, engine.steps()).map(engine::step).boxed().toList()
                        : first;
            }
        }
        return new Survival(followed, SAMPLES, violated, first);
    }

    /// `still happens, in 12 of 500 continuations`
    public String text() {
        return violated > 0
                ? "it still happens, in " + violated + " of " + samples + " continuations"
                : "not seen any more in " + samples + " continuations";
    }
}
