package overtake.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import overtake.Replayed;
import overtake.cli.options.OptionText;
import overtake.cli.options.OutputOptions;
import overtake.cli.output.Report;
import overtake.cli.output.ResultJson;
import overtake.cli.session.Context;
import overtake.cli.session.ExitCode;
import overtake.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake replay FILE`
@Command(name = "replay", mixinStandardHelpOptions = true, description = "Make a recorded run again; fail if it differs from the record.")
final class ReplayCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "A schedule file, as fuzz and run leave in runs/.")
    private Path path = Path.of("");

    @Option(names = "--engine", paramLabel = "ENGINE", description = "actors (default) or machine; both make the same run.")
    private Optional<String> engine = Optional.empty();

    @Mixin
    private OutputOptions output = new OutputOptions();

    ReplayCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Session session = context.session(spec, output)) {
            Replayed replayed = session.overtake().replay(path, new OptionText(spec).engine(engine));
            replayed.notes().forEach(session::note);
            session.result(ResultJson.of(replayed, path.toString()));
            Report report = new Report(session.width(), session.colour(), replayed.schedule().bounds());
            session.print(report.verdict(replayed));
            if (!session.quiet()) {
                session.print("");
                session.print(report.lines(replayed));
            }
            session.exit(replayed.divergence().isPresent() ? ExitCode.VIOLATED : ExitCode.OK);
            return session.end();
        }
    }
}
