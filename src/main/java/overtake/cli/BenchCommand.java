package overtake.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import overtake.Bench;
import overtake.LitmusBench;
import overtake.Overtake;
import overtake.cli.options.OptionText;
import overtake.cli.options.OutputOptions;
import overtake.cli.session.Context;
import overtake.cli.session.Session;
import overtake.litmus.LitmusException;
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
    private final Context context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", arity = "0..1", defaultValue = "scenarios/pfncache-lockless/with-smp_mb.conf", description = "What to measure on (default: ${DEFAULT-VALUE}).")
    private Path path = Path.of("");

    @Option(names = "--time", paramLabel = "TIME", defaultValue = "2s", description = "How long each walk is measured (default: ${DEFAULT-VALUE}).")
    private String time = "";

    @Option(names = "--check", description = "Measure the checker instead: states a second and bytes a state under sc and tso, full and reduced, two jobs against one.")
    private boolean check;

    @Option(names = "--litmus", paramLabel = "DIR", description = "Also measure litmus tests under lkmm: those of a folder, and growing families.")
    private Optional<Path> litmus = Optional.empty();

    @Mixin
    private OutputOptions output = new OutputOptions();

    BenchCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Session session = context.session(spec, output)) {
            Duration most = new OptionText(spec).duration("--time", time);
            Settings settings = session.overtake().settings();
            List<Bench.Row> rows = new ArrayList<>(check
                    ? Bench.checker(settings, path, session::note)
                    : Bench.run(settings, path, most, session::note));
            litmus.ifPresent(folder -> rows.addAll(measured(folder, most, session)));
            TextTable table = new TextTable(List.of("name", "unit", "value"), session.width(), session.colour());
            for (Bench.Row row : rows) {
                session.result(json(row));
                table.add(List.of(Cell.of(row.name()), Cell.of(row.unit()), Cell.of(value(row.value()))));
            }
            session.print(table.lines());
            return session.end();
        }
    }

    private static List<Bench.Row> measured(Path folder, Duration most, Session session) {
        try {
            return LitmusBench.run(folder, most, session::note);
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
