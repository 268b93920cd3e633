package overtake.scenario;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with one file.
final class Problems {
    private final Path file;
    private final List<Problem> found = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    /// At a place in the file, in a file that it includes, or on the command line.
    void add(ConfigOrigin origin, String message) {
        found.add(new Problem(where(origin), Math.max(origin.lineNumber(), 0), message));
    }

    /// About the file as a whole.
    void add(String message) {
        found.add(new Problem(file.toString(), 1, message));
    }

    void add(Problem problem) {
        found.add(problem);
    }

    /// What the library found.
    void add(ConfigException e) {
        ConfigOrigin origin = e.origin();
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (origin == null) {
            add("not HOCON: " + message);
            return;
        }
        String prefix = origin.description() + ": ";
        String kind = e instanceof ConfigException.UnresolvedSubstitution ? "" : "not HOCON: ";
        add(origin, kind + (message.startsWith(prefix) ? message.substring(prefix.length()) : message));
    }

    /// The name of a place as people know it.
    String where(ConfigOrigin origin) {
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
        Path folder = file.getParent();
        Path shown = absolute.getParent().relativize(path);
        return (folder == null ? shown : folder.resolve(shown)).normalize().toString();
    }

    List<Problem> found() {
        return List.copyOf(found);
    }

    void check() {
        if (!found.isEmpty()) {
            throw new ScenarioException(found);
        }
    }
}
