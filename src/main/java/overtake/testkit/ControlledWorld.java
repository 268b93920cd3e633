package overtake.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import overtake.actor.ActorEngine;
import overtake.actor.ActorRuntime;
import overtake.explore.Engine;
import overtake.explore.Strategy;
import overtake.explore.strategy.FuzzPlan;
import overtake.machine.EventKind;
import overtake.machine.Fault;
import overtake.machine.Journal;
import overtake.memory.MemoryModel;
import overtake.scenario.Exploration;
import overtake.scenario.Scenario;
import overtake.scenario.schedule.ScheduleDriver;
import overtake.trace.TraceLine;
import overtake.trace.TraceRecorder;

/// The actors of a scenario in an actor system of the test's own, where probes of Pekko's TestKit can watch them. Each thing that happens in a
/// run is a [TraceLine] to everybody who watches: sent, delivered, performed, waited for, granted; in the order in which it happened.
/// `Adapter.toClassic(probe.ref())` makes a watcher of a typed probe. Runs take place on the thread that calls [#run].
public final class ControlledWorld implements AutoCloseable {
    private final Scenario scenario;
    private final TestScenario test;
    private final MemoryModel model;
    private final ActorRuntime runtime;
    private final ActorEngine engine;
    private final List<ActorRef> watchers = new ArrayList<>();

    private ControlledWorld(ActorSystem system, TestScenario test, MemoryModel model) {
        this.test = test;
        this.model = model;
        scenario = test.scenario();
        runtime = ActorRuntime.in(system);
        engine = runtime.open(scenario.world(), model, test.settings().bounds());
    }

    /// Makes the actors. Close the world before the actor system ends.
    ///
    /// @throws IllegalArgumentException under a model that the actors do not know
    public static ControlledWorld open(ActorSystem system, TestScenario scenario, MemoryModel model) {
        return new ControlledWorld(system, scenario, model);
    }

    /// From now on this actor is told what happens.
    public void watch(ActorRef watcher) {
        watchers.add(watcher);
    }

    /// One execution: the file's `schedule`, or the first of its `explore`.
    public Engine.Ending run() {
        return switch (scenario.exploration()) {
            case Exploration.Schedule schedule -> run(
                    new ScheduleDriver(scenario.world(), model, test.settings().bounds(), schedule.directives()), 0);
            default -> run(0);
        };
    }

    /// One execution of fuzzing, as `fuzz` would make it.
    ///
    /// @param execution its number, from 0
    public Engine.Ending run(long execution) {
        Exploration.Fuzz fuzzing = scenario.fuzzing();
        var plan = new FuzzPlan(fuzzing.strategy(), fuzzing.seed(), fuzzing.runs(), fuzzing.maxSteps(), false);
        engine.journal(Journal.NONE);
        return run(plan.newStrategy(scenario.world(), plan.profile(engine)), execution);
    }

    private Engine.Ending run(Strategy strategy, long execution) {
        engine.journal(new Teller(new TraceRecorder(scenario.world())));
        strategy.begin(execution);
        return engine.run(strategy, scenario.fuzzing().maxSteps());
    }

    /// The violation of the last run.
    public Optional<Fault> fault() {
        return engine.fault();
    }

    @Override
    public void close() {
        runtime.close();
    }

    /// Tells each new line of the trace.
    private final class Teller implements Journal {
        private final TraceRecorder recorder;
        private int told;

        Teller(TraceRecorder recorder) {
            this.recorder = recorder;
        }

        @Override
        public void event(EventKind kind, int agent, int pc, int target, int value) {
            recorder.event(kind, agent, pc, target, value);
            List<TraceLine> lines = recorder.trace(Optional.empty()).lines();
            for (; told < lines.size(); told++) {
                for (ActorRef watcher : watchers) {
                    watcher.tell(lines.get(told), ActorRef.noSender());
                }
            }
        }
    }
}
