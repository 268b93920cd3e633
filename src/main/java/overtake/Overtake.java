package overtake;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import overtake.check.CheckPlan;
import overtake.check.ReducedEngine;
import overtake.explain.Explainer;
import overtake.explain.Explanation;
import overtake.explore.Engine;
import overtake.explore.goal.GoalWatch;
import overtake.explore.judge.RaceNotes;
import overtake.explore.strategy.FuzzPlan;
import overtake.memory.MemoryModel;
import overtake.program.World;
import overtake.property.Verdict;
import overtake.property.Violation;
import overtake.scenario.Exploration;
import overtake.scenario.Overrides;
import overtake.scenario.Problem;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioException;
import overtake.scenario.ScenarioReader;
import overtake.scenario.Settings;
import overtake.scenario.schedule.ScheduleDriver;
import overtake.scenario.schedule.ScheduleFolder;

/// What tests and the command line call: scenarios in, results out. Wrong input is a [ScenarioException], a bug of ours an
/// [EngineFailure]; a violation is a result. Close it to end the actors.
public final class Overtake implements AutoCloseable {
    private static final String UNRELEASED = "unreleased";

    private final Settings settings;
    private final Watcher watcher;
    private final Engines engines = new Engines();

    public Overtake(Settings settings, Watcher watcher) {
        this.settings = settings;
        this.watcher = watcher;
    }

    /// The version of the tool; [#UNRELEASED] when it does not run from its jar.
    public static String version() {
        return Optional.ofNullable(Overtake.class.getPackage().getImplementationVersion()).orElse(UNRELEASED);
    }

    public Settings settings() {
        return settings;
    }

    /// Reads a scenario and makes its world.
    public Scenario load(Path path, Overrides overrides) {
        return new ScenarioReader(settings).read(path, overrides);
    }

    /// Does what the scenario says: fuzzes it, or carries its schedule out.
    ///
    /// @throws ScenarioException if its schedule cannot be carried out under the model and `unknown` is not what the file expects
    public Result run(Scenario scenario, MemoryModel model, Request request) {
        return switch (scenario.exploration()) {
            case Exploration.Fuzz _ -> fuzz(scenario, model, request);
            case Exploration.Schedule schedule ->
                guarded(scenario, model, request, () -> carryOut(scenario, model, schedule, request));
            case Exploration.Check check when !check.covers(model) -> fuzz(scenario, model, request);
            case Exploration.Check _ -> check(scenario, model, Checker.plan(scenario.checking(), request), request);
        };
    }

    /// Checks all orderings, whatever the scenario says under `explore`, `check` or `schedule`.
    public Result check(Scenario scenario, MemoryModel model, CheckPlan plan, Request request) {
        return check(scenario, model, plan, request, Optional.empty());
    }

    /// Checks all orderings, and saves its progress.
    public Result check(Scenario scenario, MemoryModel model, CheckPlan plan, Request request,
            Optional<Checker.Saving> saving) {
        return guarded(scenario, model, request, () -> new Checker(settings, watcher)
                .check(scenario, model, plan, request, saving, new Counterexamples(settings, watcher, scenario, model,
                        request.out(), Result.CHECKER, scenario.fuzzing())));
    }

    private Counterexamples counterexamples(
            Scenario scenario, MemoryModel model, Request request, Exploration.Fuzz plan) {
        return new Counterexamples(settings, watcher, scenario, model, request.out(),
                request.engine().word(), plan);
    }

    /// Fuzzes, whatever the scenario says under `explore`, `check` or `schedule`.
    public Result fuzz(Scenario scenario, MemoryModel model, Request request) {
        return guarded(scenario, model, request, () -> campaign(scenario, model, request));
    }

    private Result triaged(Scenario scenario, MemoryModel model, Result result) {
        if (!(result.verdict() instanceof Verdict.Fail fail)) {
            return result;
        }
        String property = fail.violation().fault().property();
        return result.with(Triage.of(scenario.world(), model, property, settings.bounds()));
    }

    /// Adds to what an engine throws what is needed to make it happen again.
    private Result guarded(Scenario scenario, MemoryModel model, Request request, Supplier<Result> work) {
        new ScheduleFolder(request.out()).check();
        try {
            return triaged(scenario, model, work.get());
        } catch (ScenarioException e) {
            throw e;
        } catch (RuntimeException e) {
            throw EngineFailure.of(scenario, model, request, settings.bounds(), e);
        }
    }

    /// The engine that asks where it matters. What the order of two operations is matters to goals even if it does to nobody else.
    private Engine asked(Scenario scenario, Engine engine) {
        return scenario.goals().isEmpty() ? ReducedEngine.of(engine, settings.bounds()) : engine;
    }

    private Result campaign(Scenario scenario, MemoryModel model, Request request) {
        Exploration.Fuzz fuzzing = request.fuzzing(settings.fuzzing(scenario, model));
        var plan = new FuzzPlan(
                fuzzing.strategy(), fuzzing.seed(), fuzzing.runs(), fuzzing.maxSteps(), request.keepGoing());
        World world = scenario.world();
        var campaign = new Campaign(
                plan, () -> asked(scenario, engines.open(request.engine(), world, model, settings.bounds())),
                fuzzing.jobs(),
                scenario.goals());
        long start = System.nanoTime();
        Campaign.Result done = watched(scenario, model, campaign, request);
        var cost = new Result.Cost(done.executions(), done.abandoned(), done.deliveries(), secondsSince(start));
        List<String> notes = new ArrayList<>();
        List<Counterexample> counterexamples = new ArrayList<>();
        for (Violation violation : done.violations()) {
            counterexamples.add(counterexamples(scenario, model, request, fuzzing)
                    .of(violation, request.shrinking(), notes));
        }
        notes.addAll(RaceNotes.of(world, model, settings.bounds(), fuzzing.seed(), fuzzing.maxSteps()));
        List<String> bounds = done.verdict() instanceof Verdict.Unknown unknown ? unknown.bounds() : done.bounds();
        return new Result(scenario, model, request.engine(), done.verdict(), fuzzing,
                fuzzing.strategy(), cost,
                bounds, counterexamples, notes).with(done.statistics()).with(done.goals());
    }

    private Campaign.Result watched(Scenario scenario, MemoryModel model, Campaign campaign, Request request) {
        watcher.begins(scenario, model, campaign);
        try {
            return within(request.time(), campaign::endOfTime, campaign::run);
        } finally {
            watcher.ended();
        }
    }

    /// Carries work out that may take so long and no longer, and tells it when its time is over.
    ///
    /// @param end called from another JVM thread, if the work takes that long
    static <T> T within(Optional<Duration> time, Runnable end, Supplier<T> work) {
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Overtake::daemon)) {
            if (time.isPresent()) {
                ScheduledFuture<?> _ = clock.schedule(end, time.get().toMillis(), TimeUnit.MILLISECONDS);
            }
            try {
                return work.get();
            } finally {
                clock.shutdownNow();
            }
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "overtake-clock");
        thread.setDaemon(true);
        return thread;
    }

    /// @param start of [System#nanoTime]
    public static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private Result carryOut(Scenario scenario, MemoryModel model, Exploration.Schedule schedule, Request request) {
        Exploration.Fuzz plan = request.fuzzing(scenario.fuzzing());
        var driver = new ScheduleDriver(scenario.world(), model, settings.bounds(), schedule.directives());
        long start = System.nanoTime();
        try (Engine engine = engines.open(request.engine(), scenario.world(), model, settings.bounds())) {
            GoalWatch goals = new GoalWatch(scenario.world(), model, scenario.goals());
            engine.journal(goals.journal());
            driver.begin(0);
            Engine.Ending ending = engine.run(driver, plan.maxSteps());
            if (ending == Engine.Ending.COMPLETED) {
                driver.end();
            }
            goals.end();
            var cost = new Result.Cost(1, engine.deliveries(), secondsSince(start));
            List<String> notes = new ArrayList<>();
            List<String> bounds = new ArrayList<>();
            List<Counterexample> counterexamples = new ArrayList<>();
            Verdict verdict;
            if (ending == Engine.Ending.VIOLATED) {
                Violation violation = violation(engine);
                verdict = new Verdict.Fail(violation);
                counterexamples.add(counterexamples(scenario, model, request, plan)
                        .of(violation, Request.Shrinking.OFF, notes));
            } else {
                if (ending == Engine.Ending.ABANDONED) {
                    bounds.add("abandoned");
                    notes.add("the schedule is no execution under " + model.name() + ": " + driver.position());
                }
                if (ending == Engine.Ending.CUT) {
                    bounds.add("max-steps " + plan.maxSteps());
                    notes.add("max-steps " + plan.maxSteps() + " met under " + model.name() + ": " + driver.position());
                }
                driver.problem().ifPresent(problem -> impossible(scenario, model, problem, bounds, notes));
                verdict = bounds.isEmpty() ? new Verdict.Pass() : new Verdict.Unknown(bounds);
            }
            return new Result(scenario, model, request.engine(), verdict, plan, driver.name(),
                    cost, bounds,
                    counterexamples, notes).with(GoalWatch.reports(List.of(goals)));
        }
    }

    private static void impossible(
            Scenario scenario, MemoryModel model, Problem problem, List<String> bounds, List<String> notes) {
        Problem under =
                new Problem(problem.where(), problem.line(), problem.message() + " (under " + model.name() + ")");
        if (!scenario.expectation().verdict(model).equals(Optional.of("unknown"))) {
            throw new ScenarioException(List.of(under));
        }
        bounds.add("schedule");
        notes.add(under.toString());
    }

    private static Violation violation(Engine engine) {
        List<Integer> steps = new ArrayList<>();
        for (int i = 0; i < engine.steps(); i++) {
            steps.add(engine.step(i));
        }
        return new Violation(engine.fault().orElseThrow(), steps, 0, "schedule");
    }

    /// Makes a recorded run again and compares it with the record.
    ///
    /// @throws ScenarioException if the schedule or its scenario cannot be read
    public Replayed replay(Path path, EngineKind engine) {
        return new Replayer(settings, engines).replay(path, engine);
    }

    /// Makes the run of a schedule file smaller, and writes the smaller one.
    ///
    /// @param out folder to write to; that of the file if empty
    /// @throws ScenarioException if the schedule or its scenario cannot be read
    public Shrunk shrink(Path path, Optional<Path> out) {
        Replayed replayed = replay(path, EngineKind.MACHINE);
        return Counterexamples.shrink(watcher, path, replayed, out);
    }

    /// Says why the run of a schedule file breaks its property.
    ///
    /// @throws ScenarioException if the schedule or its scenario cannot be read, or the run breaks nothing any more
    public Explained explain(Path path) {
        Replayed replayed = replay(path, EngineKind.MACHINE);
        Counterexamples.refuseLivelock(path, replayed.schedule(), "explained");
        if (replayed.fault().isEmpty()) {
            throw new ScenarioException(
                    List.of(new Problem(path.toString(), 0, "cannot be explained, for it breaks nothing"
                            + replayed.divergence().map(divergence -> ": " + divergence).orElse(""))));
        }
        long start = System.nanoTime();
        Explainer explainer = new Explainer(replayed.scenario().world(), replayed.model(), replayed.schedule().bounds(),
                replayed.schedule().maxSteps());
        watcher.explains(replayed.scenario(), replayed.model(), explainer);
        Explanation explanation;
        try {
            explanation = explainer.explain(replayed.steps());
        } finally {
            watcher.ended();
        }
        return new Explained(replayed, explanation, secondsSince(start));
    }

    /// The programs of a scenario, and what can be dropped and weakened in them.
    public Listing disassemble(Scenario scenario) {
        return Listing.of(scenario.world());
    }

    @Override
    public void close() {
        engines.close();
    }
}
