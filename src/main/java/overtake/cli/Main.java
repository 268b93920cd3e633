package overtake.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import overtake.Overtake;
import overtake.cli.output.Document;
import overtake.cli.patch.CompareCommand;
import overtake.cli.patch.MutateCommand;
import overtake.cli.session.Console;
import overtake.cli.session.Context;
import overtake.cli.session.ExitCode;
import overtake.cli.session.Monitor;
import overtake.cli.session.Session;
import overtake.cli.start.CompletionCommand;
import overtake.cli.start.DoctorCommand;
import overtake.cli.start.Examples;
import overtake.cli.start.NewCommand;
import overtake.cli.start.TrainCommand;
import overtake.scenario.NearMisses;
import overtake.scenario.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// `overtake COMMAND ...`
@Command(name = "overtake", mixinStandardHelpOptions = true, description = "Finds the interleaving that breaks a KVM locking or fence change, or states what was covered.", synopsisSubcommandLabel = "COMMAND", footer = {
    "", "Exit codes: 0 what was expected holds; 1 violation, or an expectation not met; 2 wrong input;",
    "3 unknown: a bound was met before an answer; 69 no JDK 25; 70 a bug of Overtake; 130 interrupted."})
public final class Main implements Runnable {
    private static final long PATIENCE_SECONDS = 30;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        Console console = Terminal.console();
        Monitor monitor = new Monitor(console.err());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(monitor), "overtake-interrupt"));
        int exit = run(console, monitor, args);
        console.out().flush();
        monitor.finish();
        System.exit(exit);
    }

    /// Runs when the JVM is told to end. If that comes from outside, results so far are still printed.
    private static void interrupted(Monitor monitor) {
        try {
            if (!monitor.awaitFinish(0)) {
                monitor.interrupt();
                monitor.awaitFinish(PATIENCE_SECONDS);
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Carries a command line out in this process.
    ///
    /// @return the exit code
    static int run(Console console, Monitor monitor, String... args) {
        if (args.length == 1 && args[0].equals("--version")) {
            console.out().println(new Version().getVersion()[0]); // without the half second that all commands take to be built
            return ExitCode.OK.code();
        }
        Context context = new Context(console, monitor);
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new ListCommand(context))
                .addSubcommand(new RunCommand(context))
                .addSubcommand(new FuzzCommand(context))
                .addSubcommand(new CheckCommand(context))
                .addSubcommand(new ReplayCommand(context))
                .addSubcommand(new ShrinkCommand(context))
                .addSubcommand(new ExplainCommand(context))
                .addSubcommand(new CompareCommand(context))
                .addSubcommand(new MutateCommand(context))
                .addSubcommand(new LitmusCommand(context))
                .addSubcommand(new DisasmCommand(context))
                .addSubcommand(new BenchCommand(context))
                .addSubcommand(new NewCommand(console.out()))
                .addSubcommand(new WatchCommand(context))
                .addSubcommand(new DoctorCommand(console.out()))
                .addSubcommand(new CompletionCommand(console.out()))
                .addSubcommand(new TrainCommand(Main::quietly));
        Examples.show(line);
        Ansi ansi = console.colourful() && !List.of(args).contains("--no-color") ? Ansi.ON : Ansi.OFF;
        line.setOut(new PrintWriter(console.out(), true, console.out().charset()));
        line.setErr(new PrintWriter(console.err(), true, console.err().charset()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(Math.clamp(console.width(), 80, 120));
        line.getSubcommands().values().forEach(command -> command.getCommandSpec().versionProvider(new Version()));
        line.getCommandSpec().versionProvider(new Version());
        line.setParameterExceptionHandler((e, given) -> wrongUsage(console, e, given));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(console, e, command, parsed.originalArgs()));
        try {
            return line.execute(args);
        } catch (OutOfMemoryError | StackOverflowError e) {
            return failed(console, e, line, Arrays.asList(args));
        }
    }

    /// Carries a command line out without printing anything.
    private static int quietly(String... args) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return run(new Console(nowhere, nowhere, 120, false, false, false), new Monitor(nowhere), args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command; expected one of " + commands(spec.commandLine()));
    }

    private static String commands(CommandLine line) {
        return String.join(", ",
                line.getSubcommands().keySet().stream().filter(name -> !name.equals("train")).toList());
    }

    private static int wrongUsage(Console console, ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        String message = String.valueOf(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            message = unmatched(line, unmatched.getUnmatched().getFirst());
        }
        String name = line.getCommandSpec().qualifiedName(" ");
        console.err().println(name + ": " + message);
        console.err().println("`" + name + " --help` shows the usage");
        if (List.of(args).contains("--json")) {
            Document document = new Document(line.getCommandName());
            document.addError(new Problem(Problem.COMMAND_LINE, 0, message));
            console.out().println(document.text());
        }
        return ExitCode.WRONG_INPUT.code();
    }

    private static String unmatched(CommandLine line, String argument) {
        if (argument.startsWith("-")) {
            List<String> options = line.getCommandSpec().options().stream().flatMap(o -> Stream.of(o.names())).toList();
            String name = argument.replaceFirst("=.*", "");
            return "unknown option " + argument + "; expected some of " + String.join(", ", options)
                    + NearMisses.question(name, options);
        }
        return line.getSubcommands().isEmpty()
                ? "unexpected argument " + argument
                : "unknown command " + argument + "; expected one of " + commands(line)
                        + NearMisses.question(argument, line.getSubcommands().keySet());
    }

    private static int failed(Console console, Throwable e, CommandLine command, List<String> args) {
        if (e instanceof ParameterException wrong) {
            return wrongUsage(console, wrong, args.toArray(String[]::new));
        }
        Document document = new Document(command.getCommandName());
        ExitCode exit = Session.report(e, document, console);
        if (args.contains("--json")) {
            console.out().println(document.text());
        }
        return exit.code();
    }

    private static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"overtake " + Overtake.version()};
        }
    }
}
