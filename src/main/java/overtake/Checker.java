package overtake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import overtake.check.Check;
import overtake.check.CheckPlan;
import overtake.check.CheckResult;
import overtake.check.Checkpoint;
import overtake.explore.MachineEngine;
import overtake.explore.goal.GoalReport;
import overtake.explore.strategy.FuzzPlan;
import overtake.memory.MemoryModel;
import overtake.scenario.Exploration;
import overtake.scenario.Problem;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioException;
import overtake.scenario.Settings;

/// Checks all orderings of scenarios. [#check(Scenario, MemoryModel, CheckPlan)] gives bare answers, for those who ask many; [Overtake#check] the
/// answer to one question with everything that stands behind it.
public final class Checker {
    private static final long GOAL_SAMPLES = 2000;
    private static final long BYTES_OF_MIB = 1L << 20;

    private final Settings settings;
    private final Watcher watcher;

    public Checker(Settings settings, Watcher watcher) {
        this.settings = settings;
        this.watcher = watcher;
    }

    /// Where the progress of long checks is saved.
    ///
    /// @param folder for a file for each scenario and model
    /// @param every how often
    /// @param resumes whether to go on from there
    public record Saving(Path folder, Duration every, boolean resumes) {
        Path file(Scenario scenario, MemoryModel model) {
            return folder.resolve(scenario.name() + "-" + model.name() + ".checkpoint");
        }

        /// Whether there is anything to go on from.
        public boolean hasAny(Scenario scenario) {
            return scenario.models().stream().anyMatch(model -> Files.exists(file(scenario, model)));
        }

        private void prepare(Check check, Scenario scenario, MemoryModel model, CheckPlan plan) {
            String key = String.join(" ", scenario.path().replaceFirst(".*/", ""), scenario.sha256(), model.name(),
                    scenario.overrides().withModels(List.of()).toString(), plan.reduction().name(), plan.goal().name(),
                    plan.livelock().name(),
                    Overtake.version());
            check.saveTo(new Checkpoint(file(scenario, model), key, every));
            if (resumes && Files.exists(file(scenario, model))) {
                check.resume();
            }
        }
    }

    /// What a scenario says of checking, with what the request says instead.
    public static CheckPlan plan(Exploration.Check says, Request request) {
        return new CheckPlan(
                says.maxStates(),
                says.memoryMib() * BYTES_OF_MIB,
                request.jobs().orElse(says.jobs()),
                says.reduction() ? CheckPlan.Reductions.ON : CheckPlan.Reductions.OFF,
                request.keepGoing() ? CheckPlan.Goal.EVERYTHING : CheckPlan.Goal.FIRST_VIOLATION,
                CheckPlan.Observed.NOTHING,
                says.livelock() ? CheckPlan.Livelock.SOUGHT : CheckPlan.Livelock.IGNORED);
    }

    /// Verdict, counts and, if the plan asks for them, outcomes. Nothing is shown or written.
    public CheckResult check(Scenario scenario, MemoryModel model, CheckPlan plan) {
        return new Check(scenario.world(), model, settings.bounds(), plan).run();
    }

    Result check(Scenario scenario, MemoryModel model, CheckPlan plan, Request request, Optional<Saving> saving,
            Counterexamples recorder) {
        long start = System.nanoTime();
        CheckResult done = watched(scenario, model, plan, request, saving);
        List<String> notes = new ArrayList<>();
        List<Counterexample> counterexamples = new ArrayList<>();
        for (CheckResult.Found found : done.violations()) {
            counterexamples.add(recorder.of(found.violation(), Request.Shrinking.OFF, notes));
        }
        var cost = new Result.Cost(1, done.counts().transitions(), Overtake.secondsSince(start));
        return new Result(scenario, model, EngineKind.MACHINE, done.verdict(), scenario.fuzzing(), "check", cost,
                done.bounds(), counterexamples, Optional.of(new Result.Checked(plan, done)),
                Optional.empty(), Optional.empty(), goals(scenario, model), notes);
    }

    /// Whether goals are reached is a question about orders, which states forget; so some executions are made for it. Their violations are the check's to find.
    private List<GoalReport> goals(Scenario scenario, MemoryModel model) {
        if (scenario.goals().isEmpty()) {
            return List.of();
        }
        Exploration.Fuzz fuzzing = scenario.fuzzing();
        var plan = new FuzzPlan(fuzzing.strategy(), fuzzing.seed(), GOAL_SAMPLES, fuzzing.maxSteps(), true);
        Campaign campaign = new Campaign(plan, () -> new MachineEngine(scenario.world(), model, settings.bounds()), 1,
                scenario.goals());
        watcher.begins(scenario, model, campaign);
        try {
            return campaign.run().goals();
        } finally {
            watcher.ended();
        }
    }

    /// [#check(Scenario, MemoryModel, CheckPlan)] under the eyes of the watcher, which may end it, and for no longer than the request says.
    public CheckResult watched(Scenario scenario, MemoryModel model, CheckPlan plan, Request request,
            Optional<Saving> saving) {
        Check check = new Check(scenario.world(), model, settings.bounds(), plan);
        saving.ifPresent(how -> how.prepare(check, scenario, model, plan));
        watcher.begins(scenario, model, check);
        try {
            return Overtake.within(request.time(), check::endOfTime, check::run);
        } catch (Checkpoint.UnusableException e) {
            throw new ScenarioException(List.of(new Problem(
                    saving.orElseThrow().file(scenario, model).toString(), 0, String.valueOf(e.getMessage()))));
        } finally {
            watcher.ended();
        }
    }
}
