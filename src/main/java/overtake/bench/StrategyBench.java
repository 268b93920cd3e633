package overtake.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import overtake.Campaign;
import overtake.check.ReducedEngine;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.strategy.FuzzPlan;
import overtake.memory.MemoryModel;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioReader;
import overtake.scenario.Settings;

/// Measures strategies: how many executions and how much CPU time each needs for the first violation of each scenario that is expected to fail, with many seeds, on
/// the machine (the actors make the same executions). Learning what a world's runs look like is part of the time.
public final class StrategyBench {
    /// What the default is compared with.
    public static final String DEFAULT = "portfolio";

    private static final double NANOS_OF_MILLI = 1e6;

    private final Settings settings;
    private final Plan plan;
    private final Consumer<String> progress;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private StrategyBench(Settings settings, Plan plan, Consumer<String> progress) {
        this.settings = settings;
        this.plan = plan;
        this.progress = progress;
    }

    /// What to measure.
    ///
    /// @param strategies see [FuzzPlan#STRATEGIES]
    /// @param seeds how many; the first is 1
    /// @param cap bound on the executions with one seed
    /// @param questions where strategies are asked
    public record Plan(List<Path> scenarios, List<String> strategies, int seeds, long cap, Questions questions) {
        public Plan {
            scenarios = List.copyOf(scenarios);
            strategies = List.copyOf(strategies);
        }
    }

    /// Where strategies are asked.
    public enum Questions {
        /// Where two steps or more are possible.
        EVERYWHERE,
        /// As campaigns ask them.
        WHERE_IT_MATTERS
    }

    /// What one strategy needed.
    ///
    /// @param executions the median over all seeds; with more than half of the seeds at the cap it is the cap
    /// @param milliseconds of CPU, the median
    /// @param found with how many seeds a violation was found
    /// @param seeds how many there were; fewer than planned if more than half of the plan's met the cap
    public record Cell(String strategy, double executions, double milliseconds, int found, int seeds) {
        /// Whether the median is only known to be no less than the cap.
        public boolean capped() {
            return 2 * found <= seeds;
        }
    }

    /// One scenario under one model.
    public record Line(String scenario, String model, List<Cell> cells) {
        public Line {
            cells = List.copyOf(cells);
        }

        /// Executions of the default against those of the best single strategy; below 1 if it is better. Infinite if only a single one found anything, 1 if nobody did.
        public double ratio() {
            double own = executions(cells.stream().filter(cell -> cell.strategy().equals(DEFAULT)));
            double best = executions(cells.stream().filter(cell -> !cell.strategy().equals(DEFAULT)));
            return own == best ? 1 : own / best;
        }

        private static double executions(Stream<Cell> cells) {
            return cells.mapToDouble(cell -> cell.capped() ? Double.POSITIVE_INFINITY : cell.executions())
                    .min().orElse(Double.POSITIVE_INFINITY);
        }
    }

    /// @param progress is told what is measured next
    public static List<Line> run(Settings settings, Plan plan, Consumer<String> progress) {
        StrategyBench bench = new StrategyBench(settings, plan, progress);
        List<Line> lines = new ArrayList<>();
        for (Path path : plan.scenarios()) {
            Scenario scenario = new ScenarioReader(settings).read(path, Overrides.NONE);
            for (MemoryModel model : scenario.models()) {
                if (scenario.expectation().verdict(model).filter("fail"::equals).isPresent()) {
                    lines.add(bench.line(scenario, model));
                }
            }
        }
        return lines;
    }

    private Line line(Scenario scenario, MemoryModel model) {
        progress.accept(scenario.path() + " under " + model.name());
        List<Cell> cells = new ArrayList<>();
        try (Engine plain = new MachineEngine(scenario.world(), model, settings.bounds());
                Engine engine = plan.questions() == Questions.WHERE_IT_MATTERS
                        ? ReducedEngine.of(plain, settings.bounds())
                        : plain) {
            plan.strategies().forEach(strategy -> cells.add(cell(scenario, engine, strategy)));
        }
        Line line = new Line(scenario.path(), model.name(), cells);
        progress.accept(cells.stream().map(cell -> String.format(Locale.ROOT, "%s %s%.0f", cell.strategy(),
                cell.capped() ? ">" : "", cell.executions())).collect(Collectors.joining(", ", "  ", "")));
        return line;
    }

    private Cell cell(Scenario scenario, Engine engine, String strategy) {
        double[] executions = new double[plan.seeds()];
        double[] milliseconds = new double[plan.seeds()];
        int found = 0;
        int tried = 0;
        for (int i = 0; i < plan.seeds() && 2 * (tried - found) <= plan.seeds(); i++) {
            var fuzz = new FuzzPlan(strategy, i + 1, plan.cap(), scenario.fuzzing().maxSteps(), false);
            Campaign campaign = new Campaign(fuzz, () -> engine, 1);
            long cpu = threads.getCurrentThreadCpuTime();
            Campaign.Result result = campaign.run();
            milliseconds[i] = (threads.getCurrentThreadCpuTime() - cpu) / NANOS_OF_MILLI;
            boolean violated = !result.violations().isEmpty();
            executions[i] = violated ? result.violations().getFirst().execution() + 1 : plan.cap();
            found += violated ? 1 : 0;
            tried++;
        }
        boolean capped = 2 * found <= tried;
        return new Cell(strategy, capped ? plan.cap() : median(Arrays.copyOf(executions, tried)),
                median(Arrays.copyOf(milliseconds, tried)), found, tried);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int n = values.length;
        return (values[(n - 1) / 2] + values[n / 2]) / 2;
    }
}
