package overtake.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import overtake.cli.options.OutputOptions;
import overtake.cli.options.ScenarioPaths;
import overtake.cli.options.WorldOptions;
import overtake.cli.output.ResultJson;
import overtake.cli.session.Context;
import overtake.cli.session.Session;
import overtake.memory.MemoryModel;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.trace.TextTable;
import overtake.trace.TextTable.Cell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake list [PATH...]`
@Command(name = "list", mixinStandardHelpOptions = true, description = "List scenarios: name, system, what each model is expected to say, and what it shows.")
final class ListCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PATH", arity = "0..*", description = "Folders or scenario files (default: scenarios).")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    private WorldOptions world = new WorldOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    ListCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Session session = context.session(spec, output)) {
            Overrides overrides = world.overrides(spec);
            List<Scenario> scenarios = new ArrayList<>();
            for (Path path : ScenarioPaths.below(paths.isEmpty() ? List.of(Path.of("scenarios")) : paths)) {
                try {
                    scenarios.add(session.overtake().load(path, overrides));
                } catch (RuntimeException e) {
                    session.error(e);
                }
            }
            scenarios.forEach(
                    scenario -> scenario.models().forEach(model -> session.result(ResultJson.of(scenario, model))));
            session.print(table(session, scenarios).lines());
            return session.end();
        }
    }

    /// A row for each folder, and below it one for each scenario.
    private static TextTable table(Session session, List<Scenario> scenarios) {
        var table =
                new TextTable(List.of("scenario", "system", "expected", "title"), session.width(), session.colour());
        String folder = "";
        for (Scenario scenario : scenarios) {
            if (!folderOf(scenario).equals(folder)) {
                folder = folderOf(scenario);
                table.add(List.of(Cell.of(folder), Cell.of(""), Cell.of(""), Cell.of("")));
            }
            table.add(row(scenario));
        }
        return table;
    }

    private static List<Cell> row(Scenario scenario) {
        String expected =
                scenario.models().stream().map(model -> expected(scenario, model)).collect(Collectors.joining(", "));
        String name = scenario.path().substring(folderOf(scenario).length());
        return List.of(Cell.of("  " + name), Cell.of(scenario.about().system()), Cell.of(expected),
                Cell.of(scenario.about().title()));
    }

    private static String folderOf(Scenario scenario) {
        return scenario.path().substring(0, scenario.path().lastIndexOf('/') + 1);
    }

    private static String expected(Scenario scenario, MemoryModel model) {
        return model.name() + " " + scenario.expectation().verdict(model).orElse("?");
    }
}
