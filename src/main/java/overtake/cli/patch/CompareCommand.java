package overtake.cli.patch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import overtake.Checker;
import overtake.cli.options.OptionText;
import overtake.cli.options.OutputOptions;
import overtake.cli.session.Context;
import overtake.cli.session.ExitCode;
import overtake.cli.session.Session;
import overtake.memory.MemoryModel;
import overtake.patch.Comparison;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake compare BEFORE AFTER`
@Command(name = "compare", mixinStandardHelpOptions = true, description = "What a patch changes: violations and outcomes gained and lost, and the sites that they hang on.")
public final class CompareCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "BEFORE", description = "The scenario without the patch.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "The scenario with the patch.")
    private Path second = Path.of("");

    @Option(names = "--model", paramLabel = "MODEL", description = "Memory model: sc, tso or lkmm; repeatable. Default: each that both scenarios name.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Change a key of both scenarios: params.caches=2; repeatable.")
    private List<String> sets = new ArrayList<>();

    @Mixin
    private PatchOptions options = new PatchOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    public CompareCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Session session = context.session(spec, output)) {
            for (String model : models) {
                if (MemoryModel.named(model).isEmpty()) {
                    throw new ParameterException(spec.commandLine(), "--model: " + ScenarioReader.unknownModel(model));
                }
            }
            var overrides = new Overrides(models, List.of(), List.of(), sets);
            Scenario before = session.overtake().load(first, overrides);
            Scenario after = session.overtake().load(second, overrides);
            var settings = session.overtake().settings();
            var comparison = new Comparison(session.overtake(), new Checker(settings, session.monitor()), before, after,
                    options.effort(after, settings, new OptionText(spec)));
            var text = new ComparisonText(before, after, session.width(), session.colour());
            comparison.common().remarks().forEach(session::note);
            for (MemoryModel model : comparison.models()) {
                if (session.interrupted()) {
                    break;
                }
                long start = System.nanoTime();
                Comparison.Answer answer = comparison.under(model);
                session.result(PatchJson.of(before, after, answer, comparison.common(),
                        (System.nanoTime() - start) / 1e9));
                session.print(session.quiet() ? List.of(text.verdict(answer)) : text.lines(answer));
                session.exit(!answer.gained().isEmpty() ? ExitCode.VIOLATED
                        : answer.unknown() ? ExitCode.UNKNOWN : ExitCode.OK);
            }
            return session.end();
        }
    }
}
