package overtake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import overtake.check.Check;
import overtake.check.CheckPlan;
import overtake.check.CheckResult;
import overtake.memory.MemoryModel;
import overtake.scenario.Exploration;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;

/// Checks all orderings of scenarios. [#check(Scenario, MemoryModel, CheckPlan)] gives bare answers, for those who ask many; [Overtake#check] the
/// answer to one question with everything that stands behind it.
public final class Checker {
    private static final long BYTES_OF_MIB = 1L << 20;

    private final Settings settings;
    private final Watcher watcher;

    public Checker(Settings settings, Watcher watcher) {
        this.settings = settings;
        this.watcher = watcher;
    }

    /// What a scenario says of checking, with what the request says instead.
    public static CheckPlan plan(Exploration.Check says, Request request) {
        return new CheckPlan(
                says.maxStates(),
                says.memoryMib() * BYTES_OF_MIB,
                request.jobs().orElse(says.jobs()),
                says.reduction() ? CheckPlan.Reductions.ON : CheckPlan.Reductions.OFF,
                request.keepGoing() ? CheckPlan.Goal.EVERYTHING : CheckPlan.Goal.FIRST_VIOLATION,
                CheckPlan.Observed.NOTHING);
    }

    /// Verdict, counts and, if the plan asks for them, outcomes. Nothing is shown or written.
    public CheckResult check(Scenario scenario, MemoryModel model, CheckPlan plan) {
        return new Check(scenario.world(), model, settings.bounds(), plan).run();
    }

    Result check(Scenario scenario, MemoryModel model, CheckPlan plan, Request request, Counterexamples recorder) {
        long start = System.nanoTime();
        CheckResult done = watched(scenario, model, plan, request);
        List<String> notes = new ArrayList<>();
        List<Counterexample> counterexamples = new ArrayList<>();
        for (CheckResult.Found found : done.violations()) {
            counterexamples.add(recorder.of(found.violation(), Request.Shrinking.OFF, notes));
        }
        var cost = new Result.Cost(1, done.counts().transitions(), Overtake.secondsSince(start));
        return new Result(scenario, model, EngineKind.MACHINE, done.verdict(), scenario.fuzzing(), "check", cost,
                done.bounds(), counterexamples, java.util.Optional.of(new Result.Checked(plan, done)), notes);
    }

    private CheckResult watched(Scenario scenario, MemoryModel model, CheckPlan plan, Request request) {
        Check check = new Check(scenario.world(), model, settings.bounds(), plan);
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Overtake::daemon)) {
            if (request.time().isPresent()) {
                long millis = request.time().get().toMillis();
                ScheduledFuture<?> _ = clock.schedule(check::endOfTime, millis, TimeUnit.MILLISECONDS);
            }
            watcher.begins(scenario, model, check);
            try {
                return check.run();
            } finally {
                watcher.ended();
                clock.shutdownNow();
            }
        }
    }
}
