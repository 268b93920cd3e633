package overtake.scenario.schedule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import overtake.scenario.Problem;
import overtake.scenario.ScenarioException;

/// The folder that schedule files are written to, `runs/` by default. A file that exists is never written over: names are numbered. A
/// run that is there already, byte for byte, is not written again.
public record ScheduleFolder(Path folder) {
    private static final int MOST = 100_000;

    /// @throws ScenarioException if it cannot be a folder
    public void check() {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new ScenarioException(List.of(new Problem(folder.toString(), 0,
                    "is not a folder; expected one that schedule files can be written to")));
        }
    }

    /// Writes a schedule file.
    ///
    /// @param stem first part of its name
    /// @param schedule makes it, given the path of the scenario as seen from the folder
    /// @return where it is
    /// @throws ScenarioException if it cannot be written
    public Path write(String stem, Path scenario, Function<String, ScheduleFile> schedule) {
        try {
            Files.createDirectories(folder);
            Path from = folder.toRealPath();
            String relative = from.relativize(scenario.toRealPath()).toString().replace('\\', '/');
            return write(stem, schedule.apply(relative).text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ScenarioException(List.of(new Problem(folder.toString(), 0,
                    "a schedule file cannot be written there (" + e + ")")));
        }
    }

    private Path write(String stem, byte[] content) throws IOException {
        for (int number = 1; number <= MOST; number++) {
            Path path = folder.resolve(stem + "-" + number + ".conf");
            if (Files.isRegularFile(path) && Arrays.equals(Files.readAllBytes(path), content)) {
                return path;
            }
            if (reserve(path)) {
                // Whole or not at all: nobody sees a half-written file under its name.
                Path part = path.resolveSibling(path.getFileName() + ".part");
                Files.write(part, content);
                return Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        throw new IOException("more than " + MOST + " files of one name");
    }

    private static boolean reserve(Path path) throws IOException {
        try {
            Files.createFile(path);
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        }
    }
}
