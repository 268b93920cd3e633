package overtake.scenario;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Collects what is wrong with one file.
public final class Problems {
    private static final Pattern NUMBERED = Pattern.compile("(\\d{1,9}): (.*)");

    private final Path file;
    private final List<Problem> found = new ArrayList<>();

    public Problems(Path file) {
        this.file = file;
    }

    /// At a place in the file, in a file that it includes, or on the command line.
    public void add(ConfigOrigin origin, String message) {
        found.add(new Problem(where(origin), Math.max(origin.lineNumber(), 0), message));
    }

    /// About the file as a whole.
    public void add(String message) {
        found.add(new Problem(file.toString(), 1, message));
    }

    public void add(Problem problem) {
        found.add(problem);
    }

    /// What the library found. It has the line in the origin, in the message, or in both.
    public void add(ConfigException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        ConfigOrigin origin = e.origin();
        int line = origin == null ? 0 : origin.lineNumber();
        String prefix = origin == null ? "" : origin.description().replaceFirst(": \\d+$", "") + ": ";
        String rest = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        Matcher numbered = NUMBERED.matcher(rest);
        if (numbered.matches()) {
            line = Integer.parseInt(numbered.group(1));
            rest = numbered.group(2);
        }
        found.add(new Problem(origin == null ? file.toString() : where(origin), Math.max(line, 1), plain(rest)));
    }

    /// The library's words where they help, ours where they do not.
    private static String plain(String message) {
        if (message.contains("triple-quoted string was still open")) {
            return "the file ends inside a \"\"\" string; it may have been cut off";
        }
        if (message.contains("expecting a close parentheses")) {
            return "the file ends before a { is closed";
        }
        if (message.contains("rather than object at file root")) {
            return "the file is not a set of keys; expected such as world = the full name of a class";
        }
        String missing = "java.io.IOException: resource not found on classpath: ";
        if (message.startsWith(missing)) {
            return "include: no file " + message.substring(missing.length());
        }
        int advice = message.indexOf(" (if you intended");
        return "not HOCON: " + (advice < 0 ? message : message.substring(0, advice));
    }

    /// The name of a place as people know it.
    public String where(ConfigOrigin origin) {
        if (origin.description().startsWith(Problem.COMMAND_LINE)) {
            return Problem.COMMAND_LINE;
        }
        String filename = origin.filename();
        if (filename == null) {
            return origin.url() == null ? file.toString() : origin.url().toString();
        }
        Path path = Path.of(filename);
        Path absolute = file.toAbsolutePath();
        if (path.equals(absolute)) {
            return file.toString();
        }
        // An included file is named from where the including one is named.
        Path folder = file.getParent();
        Path here = absolute.getParent();
        Path shown = here == null ? path : here.relativize(path);
        return (folder == null ? shown : folder.resolve(shown)).normalize().toString();
    }

    public List<Problem> found() {
        return List.copyOf(found);
    }

    public void check() {
        if (!found.isEmpty()) {
            throw new ScenarioException(found);
        }
    }
}
