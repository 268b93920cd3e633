package overtake.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import overtake.Overtake;
import overtake.bench.Bench;
import overtake.bench.ChoiceBench;
import overtake.bench.Course;
import overtake.bench.LitmusBench;
import overtake.bench.StrategyBench;
import overtake.cli.options.OptionText;
import overtake.cli.options.OutputOptions;
import overtake.cli.options.ScenarioPaths;
import overtake.cli.output.KeptFigures;
import overtake.cli.output.StrategiesPage;
import overtake.cli.session.Context;
import overtake.cli.session.Session;
import overtake.explore.strategy.FuzzPlan;
import overtake.litmus.LitmusException;
import overtake.scenario.Overrides;
import overtake.scenario.Problem;
import overtake.scenario.ScenarioException;
import overtake.scenario.Settings;
import overtake.trace.TextTable;
import overtake.trace.TextTable.Cell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake bench`
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measure this machine: lifting, steps of the machine, deliveries of the actors.")
final class BenchCommand implements Callable<Integer> {
    private static final long MOST_SEEDS = 100_000;

    private final Context context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", arity = "0..1", defaultValue = "scenarios/pfncache-lockless/with-smp_mb.conf", description = "What to measure on (default: ${DEFAULT-VALUE}).")
    private Path path = Path.of("");

    @Option(names = "--time", paramLabel = "TIME", defaultValue = "2s", description = "How long each walk is measured (default: ${DEFAULT-VALUE}).")
    private String time = "";

    @Option(names = "--check", description = "Measure the checker instead: states a second and bytes a state under sc and tso, full and reduced, two jobs against one. Middle of five rounds after a warm-up.")
    private boolean check;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Change a key of the scenario: params.vcpus=2; repeatable.")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--litmus", paramLabel = "DIR", description = "Also measure litmus tests under lkmm: those of a folder, and growing families.")
    private Optional<Path> litmus = Optional.empty();

    @Option(names = "--strategies", description = "Measure strategies instead: median executions and CPU milliseconds to the first violation of every scenario that is expected to fail; SCENARIO may be a folder (default: scenarios).")
    private boolean strategies;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "50", description = "With --strategies: how many seeds (default: ${DEFAULT-VALUE}).")
    private String seeds = "";

    @Option(names = "--cap", paramLabel = "N", defaultValue = "1000", description = "With --strategies: at most this many executions with one seed (default: ${DEFAULT-VALUE}).")
    private String cap = "";

    @Option(names = "--ask-everywhere", description = "With --strategies: ask strategies where nothing depends on the answer, too.")
    private boolean everywhere;

    @Option(names = "--choices", description = "Measure what choosing only where a choice matters leaves instead: choices of an execution by model and strategy; SCENARIO may be a folder (default: scenarios).")
    private boolean choices;

    @Option(names = "--keep", paramLabel = "FILE", description = "With --strategies: keep each figure in this file when it has been measured, and do not measure again what it has.")
    private Optional<String> keep = Optional.empty();

    @Option(names = "--own-forms", description = "With --strategies: measure the forms too that the portfolio has beside published strategies.")
    private boolean ownForms;

    @Option(names = "--page", paramLabel = "FILE", description = "With --strategies: write the table as a Markdown page too.")
    private Optional<Path> page = Optional.empty();

    @Mixin
    private OutputOptions output = new OutputOptions();

    BenchCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Session session = context.session(spec, output)) {
            Course course = new Course(session::note);
            session.monitor().begins(course::stop, seconds -> String.format(Locale.ROOT,
                    "measuring: %s, %.0f s", course.what(), seconds));
            try {
                if (strategies) {
                    strategies(session, course);
                } else if (choices) {
                    choices(session, course);
                } else {
                    machine(session, course);
                }
            } finally {
                session.monitor().ended();
            }
            return session.end();
        }
    }

    private void machine(Session session, Course course) {
        Duration most = new OptionText(spec).duration("--time", time);
        Settings settings = session.overtake().settings();
        Overrides overrides = new Overrides(List.of(), List.of(), List.of(), sets);
        List<Bench.Row> figures = new ArrayList<>(check
                ? Bench.checker(settings, path, overrides, course)
                : Bench.run(settings, path, overrides, most, course));
        litmus.ifPresent(folder -> figures.addAll(measured(folder, most, course)));
        session.monitor().ended();
        TextTable table = new TextTable(List.of("name", "unit", "value"), session.width(), session.colour());
        for (Bench.Row row : figures) {
            session.result(json(row));
            table.add(List.of(Cell.of(row.name()), Cell.of(row.unit()), Cell.of(value(row.value()))));
        }
        session.print(table.lines());
    }

    private List<Path> scenarios() {
        boolean given = spec.commandLine().getParseResult().hasMatchedPositional(0);
        return ScenarioPaths.below(List.of(given ? path : Path.of("scenarios")));
    }

    private void choices(Session session, Course course) {
        List<ChoiceBench.Row> found = ChoiceBench.run(session.overtake().settings(), scenarios(),
                FuzzPlan.STRATEGIES, course);
        session.monitor().ended();
        List<String> titles = List.of("model", "strategy", "worlds", "picks", "choices", "asked", "share");
        TextTable table = new TextTable(titles, session.width(), session.colour());
        for (ChoiceBench.Row row : found) {
            String name = row.model() + " " + row.strategy() + " ";
            session.result(json(new Bench.Row(name + "picks", "1/execution", row.picks())));
            session.result(json(new Bench.Row(name + "choices", "1/execution", row.everywhere())));
            session.result(json(new Bench.Row(name + "asked", "1/execution", row.asked())));
            session.result(json(new Bench.Row(name + "share", "% of choices", 100 * row.left())));
            table.add(Stream.of(row.model(), row.strategy(), String.valueOf(row.worlds()), tenths(row.picks()),
                    tenths(row.everywhere()), tenths(row.asked()), tenths(100 * row.left()) + " %")
                    .map(Cell::of).toList());
        }
        session.print(table.lines());
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void strategies(Session session, Course course) {
        OptionText text = new OptionText(spec);
        var plan = new StrategyBench.Plan(scenarios(),
                FuzzPlan.STRATEGIES.stream()
                        .filter(name -> !name.startsWith("overtakes") && (ownForms || !FuzzPlan.OWN.contains(name)))
                        .toList(),
                (int) text.number("--seeds", seeds, 1, MOST_SEEDS),
                text.number("--cap", cap, 1, Long.MAX_VALUE),
                everywhere ? StrategyBench.Questions.EVERYWHERE : StrategyBench.Questions.WHERE_IT_MATTERS);
        StrategyBench.Store store = StrategyBench.Store.NONE;
        if (keep.isPresent()) {
            KeptFigures kept = new KeptFigures(text.path("--keep", keep.get()), plan);
            session.note(kept.size() + " figures are known from " + keep.get());
            store = kept;
        }
        StrategyBench.Measured measured = StrategyBench.run(session.overtake().settings(), plan, store, course);
        session.monitor().ended();
        for (StrategyBench.Line line : measured.lines()) {
            for (StrategyBench.Cell cell : line.cells()) {
                String name = line.scenario() + " " + line.model() + " " + cell.strategy();
                session.result(json(new Bench.Row(name, "executions", cell.executions())));
                session.result(json(new Bench.Row(name, "CPU-ms", cell.milliseconds())));
                session.result(json(new Bench.Row(name, "seeds with a violation", cell.found())));
            }
        }
        StrategiesPage table = new StrategiesPage(plan, measured);
        session.print(table.table(session.width(), session.colour()));
        page.ifPresent(file -> write(file, table.page()));
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new ScenarioException(
                    List.of(new Problem(file.toString(), 0, "cannot be written (" + e.getMessage() + ")")));
        }
    }

    private static List<Bench.Row> measured(Path folder, Duration most, Course course) {
        try {
            return LitmusBench.run(folder, most, course);
        } catch (LitmusException e) {
            throw new ScenarioException(List.of(new Problem(Problem.COMMAND_LINE, 0, String.valueOf(e.getMessage()))));
        }
    }

    private static String value(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.3f" : "%,.0f", value);
    }

    private Map<String, @Nullable Object> json(Bench.Row row) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("command", spec.name());
        json.put("scenario", path.toString());
        json.put("name", row.name());
        json.put("unit", row.unit());
        json.put("value", row.value());
        json.put("version", Overtake.version());
        return json;
    }
}
