package overtake.cli.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/// `overtake train`: loads the classes that short commands need, for the launcher, which then has the JVM archive them. Prints nothing.
@Command(name = "train", hidden = true, description = "Load what commands need; the launcher archives it.")
public final class TrainCommand implements Callable<Integer> {
    private final Tool tool;

    /// Carries out a command line and gives its exit code.
    public interface Tool {
        int run(String... args);
    }

    public TrainCommand(Tool tool) {
        this.tool = tool;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("overtake-train");
        try {
            String runs = folder.resolve("runs").toString();
            String scenario = folder.resolve("Trained.conf").toString();
            tool.run("new", "Trained", "--folder", folder.toString());
            tool.run("fuzz", scenario, "--out", runs);
            tool.run("fuzz", scenario, "--out", runs, "--json", "--runs", "100");
            tool.run("run", scenario, "--out", runs, "--runs", "100");
            tool.run("replay", folder.resolve("runs/Trained-tso-1.conf").toString());
            tool.run("disasm", scenario);
            tool.run("list", folder.toString());
            tool.run("--help");
            return 0;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
