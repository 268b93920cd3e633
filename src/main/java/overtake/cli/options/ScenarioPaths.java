package overtake.cli.options;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import overtake.scenario.Problem;
import overtake.scenario.ScenarioException;

/// Finds scenario files: a folder means every `.conf` file below it, in alphabetical order.
public final class ScenarioPaths {
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
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw refuse(folder, "cannot be read (" + e.getMessage() + ")");
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
