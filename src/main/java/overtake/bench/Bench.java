package overtake.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import overtake.Campaign;
import overtake.EngineKind;
import overtake.Engines;
import overtake.check.Check;
import overtake.check.CheckPlan;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckPlan.Reductions;
import overtake.check.CheckResult;
import overtake.check.ReducedEngine;
import overtake.explore.Engine;
import overtake.explore.Strategy;
import overtake.explore.stats.Epochs;
import overtake.explore.stats.Observation;
import overtake.explore.strategy.FuzzPlan;
import overtake.explore.strategy.Profile;
import overtake.machine.Journal;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioReader;
import overtake.scenario.Settings;

/// Measures this machine on a scenario: how fast worlds are lifted, and how fast the machine and the actors carry out random walks. Rates are per
/// second of the measuring thread's CPU time and per second of wall time.
public final class Bench {
    private static final int LIFTS = 10;
    private static final int CHUNK = 64;
    private static final int LONG_EPOCH = 4096;

    private final Settings settings;
    private final double seconds;
    private final Course course;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Row> rows = new ArrayList<>();

    private Bench(Settings settings, Duration time, Course course) {
        this.settings = settings;
        this.course = course;
        seconds = time.toMillis() / 1e3;
    }

    /// One figure.
    public record Row(String name, String unit, double value) {}

    /// Measures the checker instead.
    public static List<Row> checker(Settings settings, Path path, Overrides overrides, Course course) {
        return OfChecker.run(settings, new ScenarioReader(settings).read(path, overrides), course);
    }

    /// When the course is stopped, the rows so far are the result.
    ///
    /// @param time for each walk; half of it again goes before, to warm up
    public static List<Row> run(Settings settings, Path path, Overrides overrides, Duration time, Course course) {
        Bench bench = new Bench(settings, time, course);
        course.measures("reading and lifting " + path);
        Scenario scenario = bench.lift(path, overrides);
        try (Engines engines = new Engines()) {
            for (EngineKind kind : EngineKind.values()) {
                scenario.models().forEach(model -> bench.walk(engines, kind, scenario, model));
            }
            scenario.models().forEach(model -> bench.waits(engines, scenario, model));
        }
        return List.copyOf(bench.rows);
    }

    private Scenario lift(Path path, Overrides overrides) {
        long cold = System.nanoTime();
        Scenario scenario = new ScenarioReader(settings).read(path, overrides);
        rows.add(new Row("lift, first in this JVM", "s", (System.nanoTime() - cold) / 1e9));
        long warm = System.nanoTime();
        for (int i = 0; i < LIFTS; i++) {
            scenario = new ScenarioReader(settings).read(path, overrides);
        }
        rows.add(new Row("lift, repeated", "s", (System.nanoTime() - warm) / 1e9 / LIFTS));
        return scenario;
    }

    private void walk(Engines engines, EngineKind kind, Scenario scenario, MemoryModel model) {
        if (course.stopped()) {
            return;
        }
        course.measures("random walks under " + model.name() + ", engine " + kind.word());
        try (Engine engine = engines.open(kind, scenario.world(), model, settings.bounds())) {
            var plan = new FuzzPlan("random", 1, Long.MAX_VALUE, scenario.fuzzing().maxSteps(), false);
            Strategy strategy = plan.newStrategy(scenario.world(), Profile.ofLength(1));
            long next = walk(engine, strategy, plan, 0, seconds / 2).executions();
            Walk walk = walk(engine, strategy, plan, next, seconds);
            if (course.stopped()) {
                return;
            }
            String name = kind.word() + " " + model.name() + " ";
            if (kind == EngineKind.ACTORS) {
                rows.add(new Row(name + "deliveries", "1/CPU-s", walk.deliveries() / walk.cpuSeconds()));
                rows.add(new Row(name + "deliveries", "1/s", walk.deliveries() / walk.seconds()));
            }
            rows.add(new Row(name + "steps", "1/CPU-s", walk.steps() / walk.cpuSeconds()));
            rows.add(new Row(name + "steps", "1/s", walk.steps() / walk.seconds()));
            rows.add(new Row(name + "executions", "1/CPU-s", walk.executions() / walk.cpuSeconds()));
            rows.add(new Row(name + "executions", "1/s", walk.executions() / walk.seconds()));
            statistics(kind, model, engine, strategy, plan);
        }
    }

    /// What the statistics of a campaign cost when it is well on its way: chunks of runs with and without them in turn, so that both meet the same noise; the median of the ratios of neighbours.
    private void statistics(EngineKind kind, MemoryModel model, Engine engine, Strategy strategy, FuzzPlan plan) {
        Epochs epochs = new Epochs(engine.world(), plan.nothingLearnt(Profile.ofLength(1)));
        Observation observation = epochs.observation();
        List<long[]> costs = new ArrayList<>();
        while (epochs.to() - epochs.from() < LONG_EPOCH) {
            epochs.next();
        }
        long start = System.nanoTime();
        for (long first = epochs.from(); goesOn(start, 2 * seconds); first = first + CHUNK) {
            long from = first;
            long without = cpu(() -> {
                for (long i = from; i < from + CHUNK; i++) {
                    strategy.begin(i);
                    engine.run(strategy, plan.maxSteps());
                }
            });
            long with = cpu(() -> {
                for (long i = from; i < from + CHUNK; i++) {
                    boolean watched = Epochs.watches(i);
                    engine.journal(watched ? observation.journal() : Journal.NONE);
                    strategy.begin(i);
                    if (watched) {
                        observation.begin();
                    }
                    boolean whole = engine.run(strategy, plan.maxSteps()) == Engine.Ending.COMPLETED;
                    if (watched) {
                        epochs.executed(i, observation, whole, () -> new int[] {0});
                    }
                }
                engine.journal(Journal.NONE);
                if (from + 2 * CHUNK > epochs.to()) {
                    epochs.next();
                }
            });
            costs.add(new long[] {without, with});
        }
        if (course.stopped()) {
            return;
        }
        List<Double> warm = costs.subList(costs.size() / 2, costs.size()).stream()
                .map(cost -> (double) cost[1] / Math.max(1, cost[0]))
                .sorted()
                .toList();
        rows.add(new Row(kind.word() + " " + model.name() + " statistics", "% of CPU",
                100 * (warm.get(warm.size() / 2) - 1)));
    }

    private boolean goesOn(long startNanos, double mostSeconds) {
        return !course.stopped() && System.nanoTime() - startNanos < mostSeconds * 1e9;
    }

    /// How much of their time two jobs of a campaign of the default strategy wait for each other at the ends of epochs. The campaign is to find nothing, or it is over too soon; so it goes on
    /// after violations.
    private void waits(Engines engines, Scenario scenario, MemoryModel model) {
        if (course.stopped()) {
            return;
        }
        course.measures("two jobs that learn under " + model.name());
        var plan = new FuzzPlan(StrategyBench.DEFAULT, 1, Long.MAX_VALUE, scenario.fuzzing().maxSteps(), true);
        Campaign campaign = new Campaign(plan,
                () -> ReducedEngine.of(engines.open(EngineKind.MACHINE, scenario.world(), model, settings.bounds()),
                        settings.bounds()),
                2);
        course.works(campaign::stop);
        Thread end = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(Duration.ofMillis((long) (2e3 * seconds)));
                campaign.endOfTime();
            } catch (InterruptedException _) {
                // it ended by itself
            }
        });
        campaign.run();
        end.interrupt();
        course.works(null);
        if (!course.stopped()) {
            rows.add(new Row("machine " + model.name() + " two jobs wait at ends of epochs", "% of time",
                    100 * campaign.waiting()));
        }
    }

    private long cpu(Runnable work) {
        long before = threads.getCurrentThreadCpuTime();
        work.run();
        return threads.getCurrentThreadCpuTime() - before;
    }

    private record Walk(long executions, long steps, long deliveries, double cpuSeconds, double seconds) {}

    private Walk walk(Engine engine, Strategy strategy, FuzzPlan plan, long first, double atLeastSeconds) {
        long deliveries = engine.deliveries();
        long steps = 0;
        long cpu = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        long executions = 0;
        while (goesOn(start, atLeastSeconds)) {
            for (int i = 0; i < CHUNK; i++) {
                strategy.begin(first + executions++);
                engine.run(strategy, plan.maxSteps());
                steps += engine.steps();
            }
        }
        double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
        return new Walk(executions, steps, engine.deliveries() - deliveries, Math.max(cpuSeconds, 1e-9),
                (System.nanoTime() - start) / 1e9);
    }

    /// Measures the checker on a scenario under `sc` and `tso`, whole and reduced, by CPU time of the whole process: compiling and collecting garbage count.
    /// A space that does not fit is measured up to its bound.
    private static final class OfChecker {
        private static final OperatingSystemMXBean SYSTEM =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        private static final long BYTES_OF_MIB = 1L << 20;
        private static final int WARM_UPS = 5;
        private static final int ROUNDS = 5;

        private final Settings settings;
        private final Scenario scenario;
        private final Course course;
        private final List<Row> rows = new ArrayList<>();

        private OfChecker(Settings settings, Scenario scenario, Course course) {
            this.settings = settings;
            this.scenario = scenario;
            this.course = course;
        }

        static List<Row> run(Settings settings, Scenario scenario, Course course) {
            OfChecker bench = new OfChecker(settings, scenario, course);
            List<MemoryModel> models = scenario.models().stream().filter(model -> !(model instanceof Lkmm)).toList();
            for (MemoryModel model : models) {
                for (Reductions reduction : List.of(Reductions.ON, Reductions.OFF)) {
                    if (!course.stopped()) {
                        course.measures("checking under " + model.name() + ", reduction " + word(reduction));
                        bench.measure(model, reduction);
                    }
                }
            }
            return bench.rows;
        }

        private static String word(Reductions reduction) {
            return reduction.name().toLowerCase(Locale.ROOT);
        }

        private CheckPlan plan(Reductions reduction) {
            return CheckPlan.DEFAULT.withReduction(reduction)
                    .withGoal(Goal.NAMES_ONLY)
                    .withMaxStates(scenario.checking().maxStates())
                    .withMemory(scenario.checking().memoryMib() * BYTES_OF_MIB);
        }

        private record Measured(CheckResult.Counts counts, double cpuSeconds, double seconds) {}

        /// One job, two jobs, and two searches at once.
        ///
        /// @param twice in how many seconds both were done
        private record Round(Measured one, Measured two, double twice) {
            double gain() {
                return one.seconds() / two.seconds();
            }

            double gainOfTwice() {
                return 2 * one.seconds() / twice;
            }

            double share() {
                return one.cpuSeconds() / two.cpuSeconds();
            }
        }

        private Measured check(MemoryModel model, CheckPlan plan) {
            long cpu = SYSTEM.getProcessCpuTime();
            long start = System.nanoTime();
            Check check = new Check(scenario.world(), model, settings.bounds(), plan);
            course.works(check::stop);
            CheckResult result = check.run();
            course.works(null);
            return new Measured(result.counts(), Math.max(1e-9, (SYSTEM.getProcessCpuTime() - cpu) / 1e9),
                    (System.nanoTime() - start) / 1e9);
        }

        /// Rounds by turns, so that all meet the same noise; some more go before and compile.
        private List<Round> rounds(MemoryModel model, CheckPlan plan) {
            return IntStream.range(0, WARM_UPS + ROUNDS)
                    .mapToObj(_ -> new Round(check(model, plan), check(model, plan.withJobs(2)), twice(model, plan)))
                    .skip(WARM_UPS)
                    .toList();
        }

        /// How many seconds two searches take that know nothing of each other, at the same time: what this machine has to give to two threads.
        private double twice(MemoryModel model, CheckPlan plan) {
            long start = System.nanoTime();
            Thread other = Thread.ofPlatform().start(() -> check(model, plan));
            check(model, plan);
            try {
                other.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return (System.nanoTime() - start) / 1e9;
        }

        private static double middle(List<Round> rounds, ToDoubleFunction<Round> of) {
            return rounds.stream().mapToDouble(of).sorted().toArray()[ROUNDS / 2];
        }

        private void measure(MemoryModel model, Reductions reduction) {
            CheckPlan plan = plan(reduction);
            Measured first = check(model, plan);
            List<Round> rounds = rounds(model, plan);
            if (course.stopped()) {
                return;
            }
            String name = "check " + model.name() + (reduction == Reductions.ON ? " reduced " : " full ");
            CheckResult.Counts counts = first.counts();
            long states = counts.states();
            double cpuSeconds = middle(rounds, round -> round.one().cpuSeconds());
            rows.add(new Row(name + "states", "1", states));
            rows.add(new Row(name + "transitions", "1", counts.transitions()));
            rows.add(new Row(name + "table", "bytes/state", (double) counts.tableBytes() / Math.max(1, states)));
            rows.add(new Row(name + "new states", "1/CPU-s", states / cpuSeconds));
            rows.add(new Row(name + "new states, first", "1/CPU-s", states / first.cpuSeconds()));
            rows.add(new Row(name + "transitions", "1/CPU-s", counts.transitions() / cpuSeconds));
            rows.add(new Row(name + "new states", "1/s", states / middle(rounds, round -> round.one().seconds())));
            rows.add(new Row(name + "two jobs against one", "times", middle(rounds, Round::gain)));
            rows.add(new Row(name + "two searches at once against one", "times", middle(rounds, Round::gainOfTwice)));
            rows.add(new Row(name + "CPU time of one job against two", "times", middle(rounds, Round::share)));
        }
    }
}
