package overtake.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import overtake.Explained;
import overtake.cli.options.OptionText;
import overtake.cli.options.OutputOptions;
import overtake.cli.output.ExplanationText;
import overtake.cli.output.ResultJson;
import overtake.cli.output.Viewer;
import overtake.cli.session.Context;
import overtake.cli.session.Session;
import overtake.scenario.Problem;
import overtake.scenario.ScenarioException;
import overtake.trace.TextTable.Colour;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake explain FILE`
@Command(name = "explain", mixinStandardHelpOptions = true, description = "Say why a recorded run breaks its property: what overtook what, and what would forbid it.")
final class ExplainCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "A schedule file, as fuzz and run leave in runs/.")
    private Path path = Path.of("");

    @Option(names = "--mail", description = "Plain text under 76 columns, for a reply on a mailing list.")
    private boolean mail;

    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with lanes, arrows and a step slider that needs nothing else.")
    private Optional<String> html = Optional.empty();

    @Mixin
    private OutputOptions output = new OutputOptions();

    ExplainCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Session session = context.session(spec, output)) {
            Optional<Path> page = html.map(text -> new OptionText(spec).path("--html", text));
            Explained explained = session.overtake().explain(path);
            explained.replayed().notes().forEach(session::note);
            session.result(ResultJson.of(explained, path.toString()));
            ExplanationText text = mail
                    ? new ExplanationText(ExplanationText.MAIL_WIDTH, Colour.OFF)
                    : new ExplanationText(session.width(), session.colour());
            if (session.quiet()) {
                session.print(explained.explanation().sentence());
            } else {
                session.print(mail ? text.mail(explained) : text.lines(explained));
            }
            page.ifPresent(file -> write(file, Viewer.page(explained)));
            return session.end();
        }
    }

    private static void write(Path file, String page) {
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new ScenarioException(
                    List.of(new Problem(file.toString(), 0,
                            "the page cannot be written there: no such folder, or no right to write")));
        }
    }
}
