package overtake.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import overtake.cli.options.OptionText;
import overtake.cli.options.OutputOptions;
import overtake.cli.output.LitmusJson;
import overtake.cli.session.Context;
import overtake.cli.session.ExitCode;
import overtake.cli.session.Session;
import overtake.litmus.HerdText;
import overtake.litmus.LitmusException;
import overtake.litmus.LitmusRunner;
import overtake.litmus.batch.LitmusBatch;
import overtake.litmus.batch.LitmusBatch.Answer;
import overtake.litmus.batch.LitmusBatch.Compared;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.scenario.Problem;
import overtake.scenario.Settings;
import overtake.trace.TextTable.Tone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake litmus PATH...`
@Command(name = "litmus", mixinStandardHelpOptions = true, description = "Run C litmus tests: all their executions, as herd7 would report them.")
final class LitmusCommand implements Callable<Integer> {
    private static final List<MemoryModel> MODELS = MemoryModel.all();
    private static final Pattern PROBLEM = Pattern.compile("(.*?)(?::(\\d+))?: (.*)", Pattern.DOTALL);

    private final Context context;
    private int tests;
    private int results;
    private int errors;
    private int agreeing;
    private int unrecorded;
    private int bounded;
    private double milliseconds;
    private double herdMilliseconds;
    private final List<String> disagreeing = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Litmus tests; a folder means all files below it that end in .litmus. "
            + "Results are compared with the nearest expected.csv beside or above a test.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--model", paramLabel = "MODEL", description = "Memory model: lkmm (default), tso or sc; repeatable.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--jobs", paramLabel = "N", description = "How many threads (default: 1).")
    private Optional<String> jobs = Optional.empty();

    @Option(names = "--max-states", paramLabel = "N", description = "Bound on the states of one test.")
    private Optional<String> maxStates = Optional.empty();

    @Mixin
    private OutputOptions output = new OutputOptions();

    LitmusCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        OptionText text = new OptionText(spec);
        List<String> names = MODELS.stream().map(MemoryModel::name).toList();
        models.forEach(name -> text.oneOf("--model", name, names));
        List<MemoryModel> chosen = models.isEmpty()
                ? List.of(new Lkmm())
                : MODELS.stream().filter(model -> models.contains(model.name())).toList();
        int threads = jobs.map(n -> (int) text.number("--jobs", n, 1, Settings.MAX_JOBS)).orElse(1);
        long most = maxStates.map(n -> text.number("--max-states", n, 1, Long.MAX_VALUE))
                .orElse(LitmusRunner.MAX_STATES);
        try (Session session = context.session(spec, output)) {
            try {
                run(session, new LitmusBatch(paths, chosen, most), threads);
                summary(session, (System.nanoTime() - start) / 1e9);
            } catch (LitmusException e) {
                wrong(session, e);
            }
            return session.end();
        }
    }

    private void run(Session session, LitmusBatch batch, int threads) {
        session.monitor().begins(batch::stop, seconds -> progress(batch, seconds));
        try {
            batch.run(threads, answer -> answer(session, answer));
        } finally {
            session.monitor().ended();
        }
    }

    private static String progress(LitmusBatch batch, double seconds) {
        return String.format(Locale.ROOT, "litmus: %,d of %,d tests, %.0f s", batch.done(), batch.size(), seconds);
    }

    private void answer(Session session, Answer answer) {
        session.monitor().clear();
        switch (answer) {
            case Answer.Results all -> {
                tests++;
                all.results().forEach(result -> result(session, result));
            }
            case Answer.Wrong wrong -> wrong(session, wrong.exception());
            case Answer.Failed failed -> {
                errors++;
                session.error(failed.exception());
            }
            case Answer.Missing _ -> {}
        }
    }

    private void result(Session session, Compared compared) {
        results++;
        milliseconds += compared.result().milliseconds();
        compared.recorded().ifPresent(row -> herdMilliseconds += row.milliseconds());
        session.result(LitmusJson.of(compared));
        if (!session.quiet()) {
            session.print(HerdText.of(compared.result()));
        }
        List<String> differences = compared.differences();
        String name = compared.result().path() + " under " + compared.result().model();
        if (!differences.isEmpty()) {
            disagreeing.add(name + ": " + String.join("; ", differences));
            session.exit(ExitCode.VIOLATED);
        } else if (!compared.result().outcome().complete()) {
            bounded++;
            session.note(name + ": not all executions were seen; --max-states gives more");
            session.exit(ExitCode.UNKNOWN);
        } else if (compared.recorded().isPresent()) {
            agreeing++;
        } else {
            unrecorded++;
        }
    }

    private void wrong(Session session, LitmusException e) {
        errors++;
        for (String text : e.problems()) {
            Matcher problem = PROBLEM.matcher(text);
            int line = problem.matches() && problem.group(2) != null ? Integer.parseInt(problem.group(2)) : 0;
            session.error(problem.matches()
                    ? new Problem(problem.group(1), line, problem.group(3))
                    : new Problem(Problem.COMMAND_LINE, 0, text));
        }
    }

    private void summary(Session session, double seconds) {
        for (String name : disagreeing) {
            session.print(Tone.ALARM.paint("DIFFERS", session.colour()) + "  " + name);
        }
        StringBuilder line = new StringBuilder(session.interrupted() ? "interrupted; " : "");
        line.append(tests).append(tests == 1 ? " test, " : " tests, ").append(results)
                .append(results == 1 ? " result: " : " results: ").append(agreeing)
                .append(" as in expected.csv, ").append(disagreeing.size()).append(" not");
        append(line, unrecorded, " without record");
        append(line, bounded, " met a bound");
        append(line, errors, errors == 1 ? " error" : " errors");
        line.append(String.format(Locale.ROOT, "; %.1f s, of which %.0f ms searching", seconds, milliseconds));
        if (herdMilliseconds > 0) {
            line.append(String.format(Locale.ROOT, "; herd7 had %.0f ms", herdMilliseconds));
        }
        session.print(line.toString());
    }

    private static void append(StringBuilder line, int count, String what) {
        line.append(count == 0 ? "" : ", " + count + what);
    }
}
