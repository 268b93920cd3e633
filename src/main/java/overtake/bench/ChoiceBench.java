package overtake.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import overtake.check.ReducedEngine;
import overtake.explore.Engine;
import overtake.explore.ForwardingStrategy;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.explore.strategy.FuzzPlan;
import overtake.explore.strategy.Profile;
import overtake.machine.Choices;
import overtake.memory.MemoryModel;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioReader;
import overtake.scenario.Settings;

/// Measures what choosing only where a choice matters ([ReducedEngine]) leaves of the choices of an execution.
public final class ChoiceBench {
    private static final int EXECUTIONS = 20;
    private static final long SEED = 1;

    private final Settings settings;
    private final SortedMap<String, List<Counts>> counts = new TreeMap<>();

    private ChoiceBench(Settings settings) {
        this.settings = settings;
    }

    /// Choices of an execution by one strategy, under one model.
    ///
    /// @param worlds in how many worlds they were counted
    /// @param picks steps of an execution
    /// @param everywhere how often two steps or more were possible
    /// @param asked how often the strategy is asked; it goes by hints to run others, and some are asked everywhere
    /// @param left the middle of the worlds' shares of `asked` in `everywhere`
    public record Row(
            String model, String strategy, int worlds, double picks, double everywhere, double asked, double left) {}

    private record Counts(double picks, double everywhere, double asked) {}

    /// When the course is stopped, the worlds so far are the result.
    ///
    /// @return by model and strategy; picks and choices are medians over the worlds
    public static List<Row> run(Settings settings, List<Path> scenarios, List<String> strategies, Course course) {
        ChoiceBench bench = new ChoiceBench(settings);
        for (Path path : scenarios) {
            if (!course.stopped()) {
                course.measures(path.toString());
                Scenario scenario = new ScenarioReader(settings).read(path, Overrides.NONE);
                scenario.models().forEach(model -> bench.count(scenario, model, strategies));
            }
        }
        List<Row> rows = new ArrayList<>();
        for (MemoryModel model : MemoryModel.all()) {
            for (String strategy : strategies) {
                List<Counts> found = bench.counts.getOrDefault(model.name() + " " + strategy, List.of());
                if (!found.isEmpty()) {
                    rows.add(row(model, strategy, found));
                }
            }
        }
        return rows;
    }

    private static Row row(MemoryModel model, String strategy, List<Counts> found) {
        return new Row(model.name(), strategy, found.size(),
                StrategyBench.median(found.stream().mapToDouble(Counts::picks).toArray()),
                StrategyBench.median(found.stream().mapToDouble(Counts::everywhere).toArray()),
                StrategyBench.median(found.stream().mapToDouble(Counts::asked).toArray()),
                StrategyBench.median(found.stream().mapToDouble(one -> one.asked() / Math.max(1, one.everywhere()))
                        .toArray()));
    }

    private void count(Scenario scenario, MemoryModel model, List<String> strategies) {
        try (Engine plain = new MachineEngine(scenario.world(), model, settings.bounds())) {
            Engine engine = ReducedEngine.of(plain, settings.bounds());
            for (String name : strategies) {
                var plan = new FuzzPlan(name, SEED, EXECUTIONS, scenario.fuzzing().maxSteps(), false);
                Profile profile = plan.profile(plain);
                Counting everywhere = counted(plain, plan, profile);
                Counting asked = counted(engine, plan, profile);
                counts.computeIfAbsent(model.name() + " " + name, _ -> new ArrayList<>())
                        .add(new Counts(
                                everywhere.picks / (double) EXECUTIONS,
                                everywhere.asked / (double) EXECUTIONS,
                                asked.asked / (double) EXECUTIONS));
            }
        }
    }

    private static Counting counted(Engine engine, FuzzPlan plan, Profile profile) {
        Counting counting = new Counting(plan.newStrategy(engine.world(), profile));
        for (int i = 0; i < EXECUTIONS; i++) {
            counting.begin(i);
            engine.run(counting, plan.maxSteps());
            counting.picks += engine.steps();
        }
        return counting;
    }

    private static final class Counting extends ForwardingStrategy {
        private long picks;
        private long asked;

        Counting(Strategy strategy) {
            super(strategy);
        }

        @Override
        public int pick(Choices choices) {
            asked += choices.size() > 1 ? 1 : 0;
            return super.pick(choices);
        }
    }
}
