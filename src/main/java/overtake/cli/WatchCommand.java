package overtake.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import overtake.Request;
import overtake.Result;
import overtake.cli.options.OptionText;
import overtake.cli.options.OutputOptions;
import overtake.cli.options.RequestOptions;
import overtake.cli.options.WorldOptions;
import overtake.cli.output.Report;
import overtake.cli.output.ResultJson;
import overtake.cli.session.Context;
import overtake.cli.session.Session;
import overtake.memory.MemoryModel;
import overtake.program.edit.SiteInfo;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake watch SCENARIO`
@Command(name = "watch", mixinStandardHelpOptions = true, description = "Do what a scenario says whenever it or its Java source is saved, and show what has changed. Ctrl-C ends.")
final class WatchCommand implements Callable<Integer> {
    private static final int PERIOD_MILLIS = 150;

    private final Context context;
    private final Pause pause;
    private Map<String, String> verdicts = new LinkedHashMap<>();
    private List<String> sites = List.of();
    private Optional<Path> java = Optional.empty();
    private int run;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", description = "A scenario file.")
    private Path path = Path.of("");

    @Mixin
    private WorldOptions world = new WorldOptions();

    @Mixin
    private RequestOptions options = new RequestOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    /// What goes by between two looks at the files.
    interface Pause {
        void between() throws InterruptedException;
    }

    WatchCommand(Context context) {
        this(context, () -> Thread.sleep(PERIOD_MILLIS));
    }

    WatchCommand(Context context, Pause pause) {
        this.context = context;
        this.pause = pause;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Session session = context.session(spec, output)) {
            Overrides overrides = world.overrides(spec);
            Request request = options.request(session.overtake().settings(), new OptionText(spec));
            if (!Files.isRegularFile(path)) {
                session.overtake().load(path, overrides); // says what is there instead
            }
            Watched before = Watched.look(path, java);
            run(session, overrides, request, List.of());
            while (!session.interrupted()) {
                pause.between();
                Watched now = Watched.look(path, java);
                List<String> changes = now.changesSince(before);
                before = now;
                if (!changes.isEmpty() && !session.interrupted()) {
                    run(session, overrides, request, changes);
                }
            }
            return session.end();
        }
    }

    private void run(Session session, Overrides overrides, Request request, List<String> changes) {
        run++;
        session.print("run " + run + (changes.isEmpty() ? "" : ": " + String.join(", ", changes)));
        try {
            Scenario scenario = session.overtake().load(path, overrides);
            java = scenario.java();
            run(session, scenario, request);
        } catch (ScenarioException e) {
            // A file that is being written is often wrong for a while, which is no failure of the watch.
            e.problems().forEach(problem -> session.print(problem.toString()));
        }
        if (!session.interrupted()) {
            session.note("watching " + path + java.map(file -> " and " + file).orElse("") + "; Ctrl-C ends");
        }
    }

    private void run(Session session, Scenario scenario, Request request) {
        Report report = new Report(session.width(), session.colour(), session.overtake().settings().bounds());
        Map<String, String> now = new LinkedHashMap<>();
        List<String> changed = new ArrayList<>();
        for (MemoryModel model : scenario.models()) {
            if (session.interrupted()) {
                return;
            }
            Result result = session.overtake().run(scenario, model, request);
            session.result(ResultJson.of("watch", result));
            String verdict = (result.verdict().word() + " " + result.verdict().property()).strip();
            String last = verdicts.getOrDefault(model.name(), verdict);
            boolean isNew = !verdict.equals(verdicts.get(model.name()));
            now.put(model.name(), verdict);
            if (!last.equals(verdict)) {
                changed.add(model.name() + ": " + last + " -> " + verdict);
            }
            if (isNew && !session.quiet()) {
                session.print(report.lines(result));
            } else {
                session.print(report.verdict(result));
            }
            session.print(String.format(Locale.ROOT, "  time       %.2f s%s", result.cost().seconds(),
                    result.ok() ? "" : "; the file expects " + result.expected().orElse("")));
        }
        changed.addAll(siteChanges(session.overtake().disassemble(scenario).sites()));
        if (!verdicts.isEmpty()) {
            session.print("  changed    " + (changed.isEmpty() ? "nothing" : String.join("; ", changed)));
        }
        verdicts = now;
    }

    private List<String> siteChanges(List<SiteInfo> infos) {
        List<String> now = infos.stream().map(SiteInfo::site).distinct().toList();
        List<String> changes = new ArrayList<>();
        if (!sites.isEmpty()) {
            now.stream().filter(site -> !sites.contains(site)).forEach(site -> changes.add("+ " + site));
            sites.stream().filter(site -> !now.contains(site)).forEach(site -> changes.add("- " + site));
        }
        sites = now;
        return changes;
    }
}
