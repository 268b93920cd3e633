package overtake.cli.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import overtake.cli.output.Launcher;
import overtake.scenario.Problem;
import overtake.scenario.ScenarioException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake new NAME`
@Command(name = "new", mixinStandardHelpOptions = true, description = "Write a small world and its scenario, NAME.java and NAME.conf, as a start for your own.")
public final class NewCommand implements Callable<Integer> {
    private static final String PLACEHOLDER = "WORLD";
    private static final Pattern NAME = Pattern.compile("[A-Z]\\w{0,99}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9]+");
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record) (\\w+)");

    private final PrintStream out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "The name of the world, a Java class: LostWakeup.")
    private String name = "";

    @Option(names = "--folder", paramLabel = "DIR", description = "Where to write them (default: this folder).")
    private Path folder = Path.of("");

    public NewCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        checkName();
        List<String> endings = List.of(".java", ".conf");
        if (!Files.isDirectory(folder.toAbsolutePath())) {
            throw new ScenarioException(
                    List.of(new Problem(folder.toString(), 0, "is not a folder; expected one to write to")));
        }
        List<Problem> there = endings.stream().map(ending -> folder.resolve(name + ending)).filter(Files::exists)
                .map(file -> new Problem(file.toString(), 0,
                        "is there already, and `new` writes over nothing; choose another name or folder"))
                .toList();
        if (!there.isEmpty()) {
            throw new ScenarioException(there);
        }
        endings.forEach(ending -> write(name + ending, template("World" + ending).replace(PLACEHOLDER, name)));
        String scenario = folder.resolve(name + ".conf").toString();
        String fuzz = "  " + Launcher.command() + " fuzz " + Launcher.quoted(scenario);
        out.println("wrote " + folder.resolve(name + ".java") + " and " + scenario + "; try");
        out.println(fuzz);
        out.println(fuzz + " --set params.barriers=true");
        out.println(fuzz.replace(" fuzz ", " watch ") + "    (runs it again whenever you save; Ctrl-C ends)");
        return 0;
    }

    private void checkName() {
        if (!NAME.matcher(name).matches()) {
            String camel = camel();
            throw refuse("\"" + name
                    + "\" is not the name of a Java class; expected a capital letter, then letters and digits"
                    + (NAME.matcher(camel).matches() ? ", such as " + camel : ", such as LostWakeup"));
        }
        Matcher declared = DECLARED.matcher(template("World.java"));
        while (declared.find()) {
            if (declared.group(1).equals(name)) {
                throw refuse("the new world has a class " + name + " inside; choose another name");
            }
        }
        if (exists("java.lang." + name) || exists("overtake.kernel." + name)) {
            throw refuse("every world uses a class " + name + " already; choose another name");
        }
    }

    private ParameterException refuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /// `my-idea` is `MyIdea`.
    private String camel() {
        Matcher words = WORDS.matcher(name.replaceFirst("(?i)\\.(java|conf)$", ""));
        StringBuilder camel = new StringBuilder();
        while (words.find()) {
            camel.append(words.group().substring(0, 1).toUpperCase(Locale.ROOT)).append(words.group().substring(1));
        }
        return camel.toString();
    }

    private static boolean exists(String className) {
        try {
            Class.forName(className, false, NewCommand.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError _) {
            return false; // LinkageError: a file system that ignores case has found a class of another spelling
        }
    }

    private static String template(String file) {
        try (InputStream in = NewCommand.class.getResourceAsStream("/overtake/new/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks overtake/new/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    private void write(String file, String text) {
        Path path = folder.resolve(file);
        try {
            Files.writeString(path, text, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new ScenarioException(List.of(new Problem(path.toString(), 0, "cannot be written (" + e + ")")));
        }
    }
}
