package overtake.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import overtake.Campaign;
import overtake.check.ReducedEngine;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.strategy.FuzzPlan;
import overtake.explore.strategy.Profile;
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
    private final Course course;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private StrategyBench(Settings settings, Plan plan, Course course) {
        this.settings = settings;
        this.plan = plan;
        this.course = course;
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

        /// Executions of the default against those of the best published strategy; below 1 if it is better. Infinite if only a single one found anything, 1 if nobody did.
        public double ratio() {
            return ratio(cell -> !FuzzPlan.OWN.contains(cell.strategy()));
        }

        /// The same against the best of all, with the forms that only the default has beside the published ones.
        public double ratioToAll() {
            return ratio(_ -> true);
        }

        private double ratio(Predicate<Cell> others) {
            double own = executions(cells.stream().filter(cell -> cell.strategy().equals(DEFAULT)));
            double best = executions(
                    cells.stream().filter(others).filter(cell -> !cell.strategy().equals(DEFAULT)));
            return own == best ? 1 : own / best;
        }

        private static double executions(Stream<Cell> cells) {
            return cells.mapToDouble(cell -> cell.capped() ? Double.POSITIVE_INFINITY : cell.executions())
                    .min().orElse(Double.POSITIVE_INFINITY);
        }
    }

    /// Figures that were measured before, by a plan with the same seeds, cap and questions.
    public interface Store {
        Optional<Cell> find(String scenario, String model, String strategy);

        /// A figure has been measured.
        void keep(String scenario, String model, Cell cell);

        /// Nothing is known and nothing kept.
        Store NONE = new Store() {
            @Override
            public Optional<Cell> find(String scenario, String model, String strategy) {
                return Optional.empty();
            }

            @Override
            public void keep(String scenario, String model, Cell cell) {}
        };
    }

    /// What was measured.
    ///
    /// @param scenarios how many of the plan's were looked at; fewer than all if the measurement was ended early
    public record Measured(List<Line> lines, int scenarios) {
        public Measured {
            lines = List.copyOf(lines);
        }
    }

    /// Measures line by line; when the course is stopped, the lines that are whole are the result.
    public static Measured run(Settings settings, Plan plan, Store store, Course course) {
        StrategyBench bench = new StrategyBench(settings, plan, course);
        List<Line> lines = new ArrayList<>();
        int scenarios = 0;
        for (Path path : plan.scenarios()) {
            Scenario scenario = new ScenarioReader(settings).read(path, Overrides.NONE);
            for (MemoryModel model : scenario.models()) {
                if (!course.stopped()
                        && scenario.expectation().verdict(model).filter("fail"::equals).isPresent()) {
                    bench.line(scenario, model, store).ifPresent(lines::add);
                }
            }
            if (course.stopped()) {
                break;
            }
            scenarios++;
        }
        return new Measured(lines, scenarios);
    }

    /// @return empty if the course was stopped before all of the line's figures were measured
    private Optional<Line> line(Scenario scenario, MemoryModel model, Store store) {
        String path = scenario.path();
        course.measures(path + " under " + model.name());
        List<Cell> cells = new ArrayList<>();
        try (Engine plain = new MachineEngine(scenario.world(), model, settings.bounds());
                Engine engine = plan.questions() == Questions.WHERE_IT_MATTERS
                        ? ReducedEngine.of(plain, settings.bounds())
                        : plain) {
            List<Learning> profiles = new ArrayList<>();
            for (String strategy : plan.strategies()) {
                Optional<Cell> known = store.find(path, model.name(), strategy);
                Cell cell = known.isPresent() ? known.get() : cell(scenario, engine, strategy, profiles);
                if (course.stopped()) {
                    return Optional.empty();
                }
                if (known.isEmpty()) {
                    store.keep(path, model.name(), cell);
                }
                cells.add(cell);
            }
        }
        course.remark(cells.stream().map(cell -> String.format(Locale.ROOT, "%s %s%.0f", cell.strategy(),
                cell.capped() ? ">" : "", cell.executions())).collect(Collectors.joining(", ", "  ", "")));
        return Optional.of(new Line(path, model.name(), cells));
    }

    /// What a world's runs look like, and what it took to learn that: the same for all strategies.
    private record Learning(Profile profile, double milliseconds) {}

    private Learning learn(Engine engine, FuzzPlan fuzz) {
        long cpu = threads.getCurrentThreadCpuTime();
        Profile profile = fuzz.profile(engine);
        return new Learning(profile, (threads.getCurrentThreadCpuTime() - cpu) / NANOS_OF_MILLI);
    }

    /// Of no worth if the course was stopped meanwhile.
    ///
    /// @param profiles by seed, those that are known; more are added
    private Cell cell(Scenario scenario, Engine engine, String strategy, List<Learning> profiles) {
        double[] executions = new double[plan.seeds()];
        double[] milliseconds = new double[plan.seeds()];
        int found = 0;
        int tried = 0;
        for (int i = 0; i < plan.seeds() && 2 * (tried - found) <= plan.seeds(); i++) {
            var fuzz = new FuzzPlan(strategy, i + 1, plan.cap(), scenario.fuzzing().maxSteps(), false);
            if (profiles.size() == i) {
                profiles.add(learn(engine, fuzz));
            }
            Learning learning = profiles.get(i);
            Campaign campaign = new Campaign(fuzz, () -> engine, 1, List.of(), Optional.of(learning.profile()));
            long cpu = threads.getCurrentThreadCpuTime();
            course.works(campaign::stop);
            Campaign.Result result = campaign.run();
            course.works(null);
            milliseconds[i] =
                    learning.milliseconds() + (threads.getCurrentThreadCpuTime() - cpu) / NANOS_OF_MILLI;
            boolean violated = !result.violations().isEmpty();
            executions[i] = violated ? result.violations().getFirst().execution() + 1 : plan.cap();
            found += violated ? 1 : 0;
            tried++;
        }
        boolean capped = 2 * found <= tried;
        return new Cell(strategy, capped ? plan.cap() : median(Arrays.copyOf(executions, tried)),
                median(Arrays.copyOf(milliseconds, tried)), found, tried);
    }

    /// Sorts the values.
    static double median(double[] values) {
        Arrays.sort(values);
        int n = values.length;
        return (values[(n - 1) / 2] + values[n / 2]) / 2;
    }
}
