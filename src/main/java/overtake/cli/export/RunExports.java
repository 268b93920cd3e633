package overtake.cli.export;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import overtake.Overtake;
import overtake.Result;
import overtake.cli.output.OutputFile;
import overtake.cli.session.Session;
import overtake.property.Verdict;
import overtake.scenario.ScenarioException;

/// Collects what a run found, and writes it for other programs.
public final class RunExports {
    private final LocalDateTime began = LocalDateTime.now(java.time.ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
    private final List<RunCase> cases = new ArrayList<>();

    /// A violation that nobody expected is explained.
    public void add(Session session, Result result, boolean ok) {
        Optional<Path> schedule = result.counterexample().flatMap(found -> found.schedule());
        boolean unexpected = !ok && result.verdict() instanceof Verdict.Fail;
        String sentence = unexpected && schedule.isPresent() ? sentence(session, schedule.get()) : "";
        cases.add(RunCase.of(result, ok, sentence));
    }

    /// A run that goes round for ever is not explained; it has no sentence.
    private static String sentence(Session session, Path schedule) {
        try {
            return session.overtake().explain(schedule).explanation().sentence();
        } catch (ScenarioException _) {
            return "";
        }
    }

    public void error(String path, String model, RuntimeException e) {
        String message = e instanceof ScenarioException wrong
                ? String.join("; ", wrong.problems().stream().map(Object::toString).toList())
                : e.toString();
        cases.add(RunCase.error(path, model, message));
    }

    /// A file that cannot be written is an error of the run, which has its results nevertheless.
    public void write(Session session, ExportOptions options, double seconds) {
        try {
            options.junit()
                    .ifPresent(
                            file -> OutputFile.write(file, JunitXml.text(cases, began, seconds, Overtake.version())));
            options.sarif().ifPresent(file -> OutputFile.write(file, SarifLog.text(cases, Overtake.version())));
        } catch (ScenarioException e) {
            session.error(e);
        }
    }
}
