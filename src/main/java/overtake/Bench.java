package overtake;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import overtake.check.Check;
import overtake.check.CheckPlan;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckPlan.Reductions;
import overtake.check.CheckResult;
import overtake.explore.Engine;
import overtake.explore.FuzzPlan;
import overtake.explore.Profile;
import overtake.explore.Strategy;
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
    private static final int CHUNK = 100;

    private final Settings settings;
    private final double seconds;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Row> rows = new ArrayList<>();

    private Bench(Settings settings, Duration time) {
        this.settings = settings;
        seconds = time.toMillis() / 1e3;
    }

    /// One figure.
    public record Row(String name, String unit, double value) {}

    /// Measures the checker instead.
    ///
    /// @param progress is told what is measured next
    public static List<Row> checker(Settings settings, Path path, Consumer<String> progress) {
        return OfChecker.run(settings, new ScenarioReader(settings).read(path, Overrides.NONE), progress);
    }

    /// @param time for each walk; half of it again goes before, to warm up
    /// @param progress is told what is measured next
    public static List<Row> run(Settings settings, Path path, Duration time, Consumer<String> progress) {
        Bench bench = new Bench(settings, time);
        progress.accept("reading and lifting " + path);
        Scenario scenario = bench.lift(path);
        try (Engines engines = new Engines()) {
            for (EngineKind kind : EngineKind.values()) {
                for (MemoryModel model : scenario.models()) {
                    progress.accept("random walks under " + model.name() + ", engine " + kind.word());
                    bench.walk(engines, kind, scenario, model);
                }
            }
        }
        return List.copyOf(bench.rows);
    }

    private Scenario lift(Path path) {
        long cold = System.nanoTime();
        Scenario scenario = new ScenarioReader(settings).read(path, Overrides.NONE);
        rows.add(new Row("lift, first in this JVM", "s", (System.nanoTime() - cold) / 1e9));
        long warm = System.nanoTime();
        for (int i = 0; i < LIFTS; i++) {
            scenario = new ScenarioReader(settings).read(path, Overrides.NONE);
        }
        rows.add(new Row("lift, repeated", "s", (System.nanoTime() - warm) / 1e9 / LIFTS));
        return scenario;
    }

    private void walk(Engines engines, EngineKind kind, Scenario scenario, MemoryModel model) {
        try (Engine engine = engines.open(kind, scenario.world(), model, settings.bounds())) {
            var plan = new FuzzPlan("random", 1, Long.MAX_VALUE, scenario.fuzzing().maxSteps(), false);
            Strategy strategy = plan.newStrategy(scenario.world(), Profile.ofLength(1));
            long next = walk(engine, strategy, plan, 0, seconds / 2).executions();
            Walk walk = walk(engine, strategy, plan, next, seconds);
            String name = kind.word() + " " + model.name() + " ";
            if (kind == EngineKind.ACTORS) {
                rows.add(new Row(name + "deliveries", "1/CPU-s", walk.deliveries() / walk.cpuSeconds()));
                rows.add(new Row(name + "deliveries", "1/s", walk.deliveries() / walk.seconds()));
            }
            rows.add(new Row(name + "steps", "1/CPU-s", walk.steps() / walk.cpuSeconds()));
            rows.add(new Row(name + "steps", "1/s", walk.steps() / walk.seconds()));
            rows.add(new Row(name + "executions", "1/CPU-s", walk.executions() / walk.cpuSeconds()));
            rows.add(new Row(name + "executions", "1/s", walk.executions() / walk.seconds()));
        }
    }

    private record Walk(long executions, long steps, long deliveries, double cpuSeconds, double seconds) {}

    private Walk walk(Engine engine, Strategy strategy, FuzzPlan plan, long first, double atLeastSeconds) {
        long deliveries = engine.deliveries();
        long steps = 0;
        long cpu = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        long executions = 0;
        while (System.nanoTime() - start < atLeastSeconds * 1e9) {
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

    /// Measures the checker on a scenario under `sc` and `tso`, whole and reduced, by CPU time of the whole process: compiling and collecting garbage count. A
    /// space that does not fit is measured up to its bound.
    private static final class OfChecker {
        private static final OperatingSystemMXBean SYSTEM =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        private static final long BYTES_OF_MIB = 1L << 20;

        private final Settings settings;
        private final Scenario scenario;
        private final List<Row> rows = new ArrayList<>();

        private OfChecker(Settings settings, Scenario scenario) {
            this.settings = settings;
            this.scenario = scenario;
        }

        /// @param progress is told what is measured next
        static List<Row> run(Settings settings, Scenario scenario, Consumer<String> progress) {
            OfChecker bench = new OfChecker(settings, scenario);
            List<MemoryModel> models = scenario.models().stream().filter(model -> !(model instanceof Lkmm)).toList();
            models.forEach(model -> bench.check(model, bench.plan(Reductions.ON)));
            for (MemoryModel model : models) {
                for (Reductions reduction : List.of(Reductions.ON, Reductions.OFF)) {
                    progress.accept("checking under " + model.name() + ", reduction " + word(reduction));
                    bench.measure(model, reduction);
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

        private Measured check(MemoryModel model, CheckPlan plan) {
            long cpu = SYSTEM.getProcessCpuTime();
            long start = System.nanoTime();
            CheckResult result = new Check(scenario.world(), model, settings.bounds(), plan).run();
            return new Measured(result.counts(), Math.max(1e-9, (SYSTEM.getProcessCpuTime() - cpu) / 1e9),
                    Overtake.secondsSince(start));
        }

        private void measure(MemoryModel model, Reductions reduction) {
            CheckPlan plan = plan(reduction);
            Measured one = check(model, plan);
            Measured two = check(model, plan.withJobs(2));
            String name = "check " + model.name() + (reduction == Reductions.ON ? " reduced " : " full ");
            long states = one.counts().states();
            rows.add(new Row(name + "states", "1", states));
            rows.add(new Row(name + "transitions", "1", one.counts().transitions()));
            rows.add(new Row(name + "table", "bytes/state", (double) one.counts().tableBytes() / Math.max(1, states)));
            rows.add(new Row(name + "new states", "1/CPU-s", states / one.cpuSeconds()));
            rows.add(new Row(name + "transitions", "1/CPU-s", one.counts().transitions() / one.cpuSeconds()));
            rows.add(new Row(name + "new states", "1/s", states / one.seconds()));
            rows.add(new Row(name + "two jobs against one", "times", one.seconds() / two.seconds()));
        }
    }
}
