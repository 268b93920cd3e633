package overtake.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import overtake.Request;
import overtake.Result;
import overtake.cli.known.KnownOptions;
import overtake.cli.options.OptionText;
import overtake.cli.options.OutputOptions;
import overtake.cli.options.RequestOptions;
import overtake.cli.options.ScenarioPaths;
import overtake.cli.options.WorldOptions;
import overtake.cli.output.FindingsPage;
import overtake.cli.output.Report;
import overtake.cli.output.ResultJson;
import overtake.cli.session.Context;
import overtake.cli.session.ExitCode;
import overtake.cli.session.Session;
import overtake.memory.MemoryModel;
import overtake.property.Verdict;
import overtake.scenario.Overrides;
import overtake.scenario.Problem;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioException;
import overtake.scenario.brief.Claims;
import overtake.scenario.known.Judgement;
import overtake.trace.TextTable.Tone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake run PATH...`
@Command(name = "run", mixinStandardHelpOptions = true, description = "Do what scenario files say, and compare with what they expect.")
final class RunCommand implements Callable<Integer> {
    private final Context context;
    private int scenarios;
    private int met;
    private int missed;
    private int errors;
    private final List<Result> results = new ArrayList<>();
    private KnownOptions.Register register = new KnownOptions().open();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Scenario files; a folder means all below it.")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    private WorldOptions world = new WorldOptions();

    @Mixin
    private RequestOptions options = new RequestOptions();

    @Option(names = "--findings", paramLabel = "FILE", description = "Write a page that compares the results with the rows of the kernel brief.")
    private Optional<Path> findings = Optional.empty();

    @Mixin
    private KnownOptions known = new KnownOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    RunCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        try (Session session = context.session(spec, output)) {
            Overrides overrides = world.overrides(spec);
            Request request = options.request(session.overtake().settings(), new OptionText(spec));
            register = known.open();
            for (Path path : ScenarioPaths.below(paths)) {
                if (!session.interrupted()) {
                    run(session, path, overrides, request);
                }
            }
            session.print(String.format(Locale.ROOT, "%s%d scenario%s: %d as expected, %d not, %d error%s; %.1f s",
                    session.interrupted() ? "interrupted; " : "", scenarios,
                    scenarios == 1 ? "" : "s", met, missed, errors, errors == 1 ? "" : "s",
                    (System.nanoTime() - start) / 1e9));
            findings.ifPresent(file -> write(session, file));
            return session.end();
        }
    }

    private void write(Session session, Path file) {
        try {
            Files.write(file, new FindingsPage(Claims.load(), results).lines());
        } catch (IOException e) {
            session.error(new ScenarioException(List.of(new Problem(file.toString(), 0, "cannot be written: " + e))));
        }
    }

    private void run(Session session, Path path, Overrides overrides, Request request) {
        Scenario scenario;
        scenarios++;
        try {
            scenario = session.overtake().load(path, overrides);
        } catch (RuntimeException e) {
            errors++;
            session.error(e);
            return;
        }
        for (MemoryModel model : scenario.models()) {
            if (!session.interrupted()) {
                run(session, scenario, model, request);
            }
        }
    }

    private void run(Session session, Scenario scenario, MemoryModel model, Request request) {
        try {
            Result result = session.overtake().run(scenario, model, request);
            result.notes().forEach(session::note);
            Judgement judgement = register.judge(result);
            Map<String, @Nullable Object> json = ResultJson.of("run", result);
            KnownOptions.Register.tell(judgement, json);
            session.result(json);
            results.add(result);
            boolean ok = judgement instanceof Judgement.None ? result.ok() : judgement instanceof Judgement.Accepted;
            session.print(line(session, result, ok));
            session.print(KnownOptions.Register.lines(judgement));
            met += ok ? 1 : 0;
            missed += ok ? 0 : 1;
            boolean open = result.verdict() instanceof Verdict.Unknown;
            session.exit(ok ? ExitCode.OK : open ? ExitCode.UNKNOWN : ExitCode.VIOLATED);
            if (!ok) {
                explain(session, result);
            }
        } catch (RuntimeException e) {
            errors++;
            session.error(e);
        }
    }

    /// `ok      tso  fail     expected fail      0.12 s  scenarios/x.conf  use-after-free`
    private static String line(Session session, Result result, boolean met) {
        String expected = result.expected().map(word -> "expected " + word).orElse("");
        String ok = String.format(Locale.ROOT, "%-6s", met ? "ok" : "NOT OK");
        return (met ? Tone.GOOD : Tone.ALARM).paint(ok, session.colour())
                + String.format(Locale.ROOT, "  %-4s  %-7s  %-16s  %6.2f s  %s  %s", result.model().name(),
                        result.verdict().word(), expected, result.cost().seconds(), result.scenario().path(),
                        result.verdict().property()).stripTrailing();
    }

    private static void explain(Session session, Result result) {
        List<String> properties = result.scenario().expectation().properties();
        if (result.expected().equals(Optional.of("fail")) && !properties.isEmpty()) {
            session.print("        expected property: " + String.join(" or ", properties));
        }
        switch (result.verdict()) {
            case Verdict.Vacuous vacuous -> session.print("        never ran: " + String.join(", ", vacuous.sites()));
            case Verdict.Unknown unknown -> session.print("        met: " + String.join(", ", unknown.bounds()));
            case Verdict.Pass _, Verdict.Fail _ -> {}
        }
        result.counterexample()
                .flatMap(found -> found.schedule())
                .ifPresent(file -> session.print("        " + Report.replayCommand(file.toString())));
    }
}
