package overtake.cli.options;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import overtake.scenario.Problem;
import overtake.scenario.ScenarioException;

/// Finds scenario files: a folder means every `.conf` file below it, in alphabetical order. Schedule files, which runs leave there, are none.
public final class ScenarioPaths {
    private static final Pattern PICKS = Pattern.compile("picks\\s*(=|\\+=|:)");

    private ScenarioPaths() {}

    public static List<Path> below(List<Path> paths) {
        Set<Path> files = new LinkedHashSet<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                files.addAll(below(path));
            } else {
                files.add(path);
            }
        }
        return List.copyOf(files);
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> files = walk.filter(file -> file.toString().endsWith(".conf"))
                    .filter(Files::isRegularFile)
                    .filter(file -> !isHidden(folder.relativize(file)))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw refuse(folder, "no file below it ends in .conf; expected scenario files");
            }
            List<Path> scenarios = files.stream().filter(file -> !isSchedule(file)).toList();
            if (scenarios.isEmpty()) {
                throw refuse(folder,
                        "all files below it that end in .conf are schedule files; expected scenario files; "
                                + "`replay` takes schedule files");
            }
            return scenarios;
        } catch (IOException | UncheckedIOException e) {
            throw refuse(folder, "cannot be read (" + e.getMessage() + ")");
        }
    }

    /// Whether it has picks. Who names such a file is told what it is by the reader of scenarios.
    private static boolean isSchedule(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> PICKS.matcher(line).lookingAt());
        } catch (IOException | UncheckedIOException _) {
            return false;
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static ScenarioException refuse(Path folder, String message) {
        return new ScenarioException(List.of(new Problem(folder.toString(), 0, message)));
    }
}
