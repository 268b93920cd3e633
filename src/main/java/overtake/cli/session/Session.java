package overtake.cli.session;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import overtake.EngineFailure;
import overtake.Overtake;
import overtake.cli.options.OutputOptions;
import overtake.cli.output.Document;
import overtake.scenario.Problem;
import overtake.scenario.ScenarioException;
import overtake.scenario.Settings;
import overtake.trace.TextTable.Colour;

/// One command that is being carried out: where its results and errors go, and how it will end. For people, results are printed as they come;
/// with `--json`, one document is printed at the end.
public final class Session implements AutoCloseable {
    private final Console console;
    private final Monitor monitor;
    private final OutputOptions output;
    private final Document document;
    private final Overtake overtake;
    private ExitCode exit = ExitCode.OK;

    public Session(String command, Console console, Monitor monitor, OutputOptions output) {
        this.console = console;
        this.monitor = monitor;
        this.output = output;
        document = new Document(command);
        boolean shows = !output.quiet();
        monitor.mode(!shows ? Monitor.Mode.NONE : console.terminal() ? Monitor.Mode.MOVING : Monitor.Mode.PLAIN);
        overtake = new Overtake(Settings.load(), monitor);
    }

    public Overtake overtake() {
        return overtake;
    }

    public boolean interrupted() {
        return monitor.interrupted();
    }

    /// Shows progress, and listens for an interrupt.
    public Monitor monitor() {
        return monitor;
    }

    public boolean quiet() {
        return output.quiet();
    }

    public int width() {
        return console.width();
    }

    public Colour colour() {
        return console.colourful() && !output.noColor() ? Colour.ON : Colour.OFF;
    }

    /// A result for the document.
    public void result(Map<String, @Nullable Object> result) {
        document.add(result);
    }

    /// Lines for people.
    public void print(List<String> lines) {
        if (!output.json()) {
            lines.forEach(console.out()::println);
        }
    }

    public void print(String line) {
        print(List.of(line));
    }

    /// Remarks on standard error.
    public void note(String note) {
        if (!output.quiet()) {
            monitor.clear();
            console.err().println("overtake: " + note);
        }
    }

    /// The command cannot end better than this.
    public void exit(ExitCode code) {
        exit = exit.or(code);
    }

    /// Wrong input in a part of what the command does; the rest goes on.
    public void error(Problem problem) {
        monitor.clear();
        console.err().println(problem);
        document.addError(problem);
        exit(ExitCode.WRONG_INPUT);
    }

    /// Wrong input, or a bug, in a part of what the command does; the rest goes on.
    public void error(RuntimeException e) {
        exit(report(e, document, console));
    }

    /// Says what is wrong on standard error and in the document.
    public static ExitCode report(Throwable e, Document document, Console console) {
        if (e instanceof ScenarioException wrong) {
            for (Problem problem : wrong.problems()) {
                console.err().println(problem);
                document.addError(problem);
            }
            return ExitCode.WRONG_INPUT;
        }
        String what = e instanceof EngineFailure ? String.valueOf(e.getMessage()) : describe(e);
        console.err().println("overtake: a bug of Overtake, not of the scenario: " + what);
        console.err().println("overtake: please report it with the command line and these lines"
                + (console.debug() ? "" : "; OVERTAKE_DEBUG=1 shows where it happened"));
        if (console.debug()) {
            e.printStackTrace(console.err());
        }
        document.addError(new Problem(Problem.COMMAND_LINE, 0, what));
        return ExitCode.BUG;
    }

    private static String describe(Throwable e) {
        return e instanceof OutOfMemoryError
                ? "out of memory (" + e.getMessage() + "); OVERTAKE_JAVA_OPTS=-Xmx8g gives more"
                : e.toString();
    }

    /// Prints the document if there is to be one.
    ///
    /// @return the exit code
    public int end() {
        if (output.json()) {
            console.out().println(document.text());
        }
        if (monitor.interrupted()) {
            exit(ExitCode.INTERRUPTED);
        }
        return exit.code();
    }

    @Override
    public void close() {
        overtake.close();
    }
}
