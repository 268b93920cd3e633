package overtake.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import overtake.Shrunk;
import overtake.cli.options.OptionText;
import overtake.cli.options.OutputOptions;
import overtake.cli.output.Report;
import overtake.cli.output.ResultJson;
import overtake.cli.session.Context;
import overtake.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake shrink FILE`
@Command(name = "shrink", mixinStandardHelpOptions = true, description = "Make a recorded violation smaller: fewer agents, operations, overtakes, context switches, picks.")
final class ShrinkCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "A schedule file, as fuzz and run leave in runs/.")
    private Path path = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the smaller one (default: that of FILE).")
    private Optional<String> out = Optional.empty();

    @Mixin
    private OutputOptions output = new OutputOptions();

    ShrinkCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Session session = context.session(spec, output)) {
            Optional<Path> folder = out.map(text -> new OptionText(spec).path("--out", text));
            Shrunk shrunk = session.overtake().shrink(path, folder);
            shrunk.notes().forEach(session::note);
            session.result(ResultJson.of(shrunk));
            Report report = new Report(session.width(), session.colour(), shrunk.replayed().schedule().bounds());
            session.print(report.verdict(shrunk));
            if (!session.quiet()) {
                session.print("");
                session.print(report.lines(shrunk));
            }
            return session.end();
        }
    }
}
