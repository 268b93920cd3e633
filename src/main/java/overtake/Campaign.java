package overtake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import overtake.explore.Engine;
import overtake.explore.Exercise;
import overtake.explore.Strategy;
import overtake.explore.goal.Goal;
import overtake.explore.goal.GoalReport;
import overtake.explore.goal.GoalWatch;
import overtake.explore.stats.Epochs;
import overtake.explore.stats.Observation;
import overtake.explore.stats.Statistics;
import overtake.explore.strategy.FuzzPlan;
import overtake.explore.strategy.Learnt;
import overtake.explore.strategy.Portfolio;
import overtake.explore.strategy.Profile;
import overtake.machine.Bounds;
import overtake.machine.Journal;
import overtake.property.Verdict;
import overtake.property.Violation;

/// A fuzzing campaign over one world and memory model, on as many JVM threads as asked for, each with an engine of its own. Which violation is
/// reported does not depend on their number: of all that are found it is the one of the lowest execution, and all
/// executions below it have been carried out. Nor does what strategies learn: jobs wait for each other at the end of each epoch ([Epochs]).
public final class Campaign {
    private static final int CHUNK = 32;

    private final FuzzPlan plan;
    private final Supplier<Engine> engines;
    private final int jobs;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong limit;
    private final LongAdder executions = new LongAdder();
    private final LongAdder deliveries = new LongAdder();
    private final LongAdder steps = new LongAdder();
    private final LongAdder cut = new LongAdder();
    private final LongAdder abandoned = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();
    private final LongAdder workedNanos = new LongAdder();
    private final SortedMap<Long, Violation> found = new TreeMap<>();
    private final List<Goal> goals;
    private final Optional<Profile> known;
    private final List<GoalWatch> watches = new ArrayList<>();
    private volatile boolean stopped;
    private volatile boolean timeIsUp;
    private volatile Profile profile = Profile.ofLength(1);
    private volatile @Nullable Epochs epochs;

    public Campaign(FuzzPlan plan, Supplier<Engine> engines, int jobs) {
        this(plan, engines, jobs, List.of());
    }

    /// @param goals that executions are watched for
    public Campaign(FuzzPlan plan, Supplier<Engine> engines, int jobs, List<Goal> goals) {
        this(plan, engines, jobs, goals, Optional.empty());
    }

    /// @param known what [FuzzPlan#profile] says; if it is not known yet, the campaign asks
    public Campaign(FuzzPlan plan, Supplier<Engine> engines, int jobs, List<Goal> goals, Optional<Profile> known) {
        this.plan = plan;
        this.known = known;
        this.goals = List.copyOf(goals);
        this.engines = engines;
        this.jobs = jobs;
        limit = new AtomicLong(plan.runs());
    }

    /// What a campaign did.
    ///
    /// @param deliveries messages delivered (on the machine: steps)
    /// @param steps picks made
    /// @param cut how many executions met the bound on steps
    /// @param abandoned how many executions were none, because they guessed wrongly
    /// @param violations the first one for each property, by execution
    /// @param bounds the bounds that were met, for people
    /// @param interrupted whether [#stop] ended it
    /// @param statistics what the executions have shown
    /// @param goals what they did about the goals
    public record Result(
            Verdict verdict,
            long executions,
            long deliveries,
            long steps,
            long cut,
            long abandoned,
            List<Violation> violations,
            List<String> bounds,
            boolean interrupted,
            Statistics statistics,
            List<GoalReport> goals) {
        public Result {
            violations = List.copyOf(violations);
            bounds = List.copyOf(bounds);
            goals = List.copyOf(goals);
        }
    }

    /// What has been done so far, for a progress line; may be called from any JVM thread.
    ///
    /// @param seen classes of interleavings, as of the end of the last epoch
    public record Progress(
            long executions, long runs, long deliveries, long cut, int violations, Epochs.Count seen) {}

    public Progress progress() {
        int violations;
        synchronized (found) {
            violations = found.size();
        }
        Epochs current = epochs;
        Epochs.Count seen = current == null ? new Epochs.Count(0, 0, 1) : current.count();
        return new Progress(executions.sum(), plan.runs(), deliveries.sum(), cut.sum(), violations, seen);
    }

    /// Which share of the time of its jobs the campaign has spent on waiting for others at the ends of epochs; 0 with one job.
    public double waiting() {
        return waitedNanos.sum() / Math.max(1.0, (double) (waitedNanos.sum() + workedNanos.sum()));
    }

    /// Ends the campaign soon; its results so far are kept. May be called from any JVM thread.
    public void stop() {
        stopped = true;
    }

    /// Ends the campaign soon because it had as much time as it was to have. That is a bound that was met, unless the plan sets no bound
    /// on executions (its runs are `Long.MAX_VALUE`): then time is what the campaign was given. May be called from any JVM thread.
    public void endOfTime() {
        timeIsUp = true;
    }

    private boolean ending() {
        return stopped || timeIsUp;
    }

    /// Carries the campaign out.
    ///
    /// @throws RuntimeException what an engine threw: a bug of ours, with its cause
    public Result run() {
        List<Engine> opened = new ArrayList<>();
        try {
            for (int i = 0; i < jobs; i++) {
                opened.add(engines.get());
            }
            profile = known.orElseGet(() -> plan.profile(opened.getFirst()));
            Learnt learnt = plan.nothingLearnt(profile);
            Epochs current = new Epochs(opened.getFirst().world(), learnt);
            epochs = current;
            Shared shared = new Shared(current, learnt, turns(current));
            if (jobs == 1) {
                work(opened.getFirst(), shared);
            } else {
                together(opened, shared);
            }
            return result(opened, current);
        } finally {
            opened.forEach(Engine::close);
        }
    }

    /// What all jobs have in common.
    private record Shared(Epochs epochs, Learnt learnt, Phaser turns) {}

    /// Where jobs wait for each other; whoever comes last ends the epoch.
    private Phaser turns(Epochs current) {
        return new Phaser(jobs) {
            @Override
            protected boolean onAdvance(int phase, int registered) {
                current.next();
                next.set(current.from());
                return registered == 0 || ending() || current.from() >= limit.get();
            }
        };
    }

    private void together(List<Engine> opened, Shared shared) {
        try (ExecutorService threads = Executors.newFixedThreadPool(jobs)) {
            List<Future<?>> workers = new ArrayList<>();
            for (Engine engine : opened) {
                workers.add(threads.submit(() -> work(engine, shared)));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            stop();
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("a worker failed", e.getCause());
        } catch (InterruptedException _) {
            stop();
            Thread.currentThread().interrupt();
        }
    }

    private void work(Engine engine, Shared shared) {
        try {
            Strategy strategy = plan.newStrategy(engine.world(), profile, shared.learnt());
            Watching watching =
                    new Watching(shared.epochs().observation(), new GoalWatch(engine.world(), engine.model(), goals));
            synchronized (watches) {
                watches.add(watching.goals());
            }
            boolean goesOn;
            do {
                long start = System.nanoTime();
                epoch(engine, strategy, watching, shared.epochs());
                long done = System.nanoTime();
                goesOn = shared.turns().arriveAndAwaitAdvance() >= 0;
                workedNanos.add(done - start);
                waitedNanos.add(jobs == 1 ? 0 : System.nanoTime() - done);
            } while (goesOn);
        } catch (RuntimeException | Error e) {
            stop();
            shared.turns().forceTermination();
            throw e;
        }
    }

    /// Who watches the executions of a job.
    private record Watching(Observation observation, GoalWatch goals) {
        Journal journal(boolean counts, boolean hasGoals) {
            if (!hasGoals) {
                return counts ? observation.journal() : Journal.NONE;
            }
            return counts ? Journal.both(observation.journal(), goals.journal()) : goals.journal();
        }

        void begin(boolean counts) {
            if (counts) {
                observation.begin();
            }
            goals.begin();
        }
    }

    private void epoch(Engine engine, Strategy strategy, Watching watching, Epochs current) {
        Journal counting = watching.journal(true, !goals.isEmpty());
        Journal idle = watching.journal(false, !goals.isEmpty());
        while (!ending()) {
            long from = next.getAndAdd(CHUNK);
            long to = Math.min(from + CHUNK, current.to());
            long before = engine.deliveries();
            for (long i = from; i < to && i < limit.get() && !ending(); i++) {
                boolean watched = Epochs.watches(i);
                engine.journal(watched ? counting : idle);
                strategy.begin(i);
                watching.begin(watched);
                boolean whole = execute(engine, strategy, i);
                watching.goals().end();
                if (watched) {
                    current.executed(i, watching.observation(), whole, () -> picks(engine));
                }
            }
            deliveries.add(engine.deliveries() - before);
            if (from >= limit.get() || from >= current.to()) {
                return;
            }
        }
    }

    private static int[] picks(Engine engine) {
        return IntStream.range(0, engine.steps()).map(engine::step).toArray();
    }

    /// @return whether the execution came to an end of its own
    private boolean execute(Engine engine, Strategy strategy, long execution) {
        Engine.Ending ending = engine.run(strategy, plan.maxSteps());
        executions.increment();
        steps.add(engine.steps());
        switch (ending) {
            case COMPLETED -> {}
            case ABANDONED -> abandoned.increment();
            case CUT -> cut.increment();
            case VIOLATED -> violated(engine, strategy, execution);
            case STOPPED -> throw new IllegalStateException(strategy.name() + " stopped a run");
        }
        return ending == Engine.Ending.COMPLETED || ending == Engine.Ending.VIOLATED;
    }

    private void violated(Engine engine, Strategy strategy, long execution) {
        List<Integer> picks = Arrays.stream(picks(engine)).boxed().toList();
        String picker = strategy instanceof Portfolio portfolio ? portfolio.current() : strategy.name();
        Violation violation = new Violation(engine.fault().orElseThrow(), picks, execution, picker);
        synchronized (found) {
            found.put(execution, violation);
            if (plan.keepGoing()) {
                firstOfEach();
            }
        }
        if (!plan.keepGoing()) {
            limit.accumulateAndGet(execution, Math::min);
        }
    }

    /// Forgets all but the first violation of each property.
    private void firstOfEach() {
        Map<String, Long> first = new LinkedHashMap<>();
        found.forEach((execution, violation) -> first.putIfAbsent(violation.fault().property(), execution));
        found.keySet().retainAll(first.values());
    }

    private Result result(List<Engine> opened, Epochs current) {
        List<Violation> violations = plan.keepGoing() || found.isEmpty()
                ? List.copyOf(found.values())
                : List.of(found.firstEntry().getValue());
        List<String> bounds = new ArrayList<>();
        if (cut.sum() > 0) {
            bounds.add("max-steps " + plan.maxSteps() + " (" + cut.sum() + " of " + executions.sum() + " executions)");
        }
        if (timeIsUp && plan.runs() != Long.MAX_VALUE && executions.sum() < plan.runs()) {
            bounds.add("time (" + executions.sum() + " of " + plan.runs() + " executions)");
        }
        Set<Bounds.Kind> met = EnumSet.noneOf(Bounds.Kind.class);
        opened.forEach(engine -> met.addAll(engine.boundsMet()));
        met.forEach(bound -> bounds.add(bound.key()));
        Verdict verdict;
        if (!violations.isEmpty()) {
            verdict = new Verdict.Fail(violations.getFirst());
        } else if (!bounds.isEmpty() || stopped) {
            verdict = new Verdict.Unknown(stopped ? List.of("interrupted") : bounds);
        } else {
            Exercise exercise = Exercise.of(opened.getFirst().world(),
                    (agent, pc) -> opened.stream().anyMatch(engine -> engine.covered(agent, pc)));
            verdict = exercise.missing().isEmpty() ? new Verdict.Pass() : new Verdict.Vacuous(exercise.missing());
        }
        return new Result(
                verdict,
                executions.sum(),
                deliveries.sum(),
                steps.sum(),
                cut.sum(),
                abandoned.sum(),
                violations,
                bounds,
                stopped,
                current.statistics((agent, pc) -> opened.stream().anyMatch(engine -> engine.covered(agent, pc))),
                GoalWatch.reports(watches));
    }
}
