package overtake;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import overtake.Bench.Row;
import overtake.check.Check;
import overtake.check.CheckPlan;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckPlan.Reductions;
import overtake.check.CheckResult;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;

/// Measures the checker on a scenario under `sc` and `tso`, whole and reduced, by CPU time of the whole process: compiling and collecting garbage count. A
/// space that does not fit is measured up to its bound.
final class CheckBench {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final long BYTES_OF_MIB = 1L << 20;

    private final Settings settings;
    private final Scenario scenario;
    private final List<Row> rows = new ArrayList<>();

    private CheckBench(Settings settings, Scenario scenario) {
        this.settings = settings;
        this.scenario = scenario;
    }

    /// @param progress is told what is measured next
    static List<Row> run(Settings settings, Scenario scenario, Consumer<String> progress) {
        CheckBench bench = new CheckBench(settings, scenario);
        List<MemoryModel> models = scenario.models().stream().filter(model -> !(model instanceof Lkmm)).toList();
        models.forEach(model -> bench.check(model, bench.plan(Reductions.ON)));
        for (MemoryModel model : models) {
            for (Reductions reduction : Reductions.values()) {
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
