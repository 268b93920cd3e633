package overtake.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import overtake.scenario.Scenario;

/// The source lines of agents, from a checkout: a file is found by its name, since that is all that bytecode says.
public final class SourceTexts {
    private static final List<String> ROOTS = List.of("src/main/java", "src/test/java", "scenarios");

    private final Map<String, List<Path>> files = new HashMap<>();
    private final Map<Path, List<String>> read = new HashMap<>();

    private final String home;
    private final Optional<Path> own;

    /// @param checkout the folder that the launcher is in, or any other with the sources below it
    /// @param scenario whose agents are shown
    public SourceTexts(Path checkout, Scenario scenario) {
        String worldClass = scenario.worldClass();
        home = worldClass.substring(0, worldClass.lastIndexOf('.') + 1).replace('.', '/');
        own = scenario.java();
        for (String root : ROOTS) {
            Path folder = checkout.resolve(root);
            if (Files.isDirectory(folder)) {
                find(folder);
            }
        }
    }

    private void find(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> files.merge(file.getFileName().toString(), List.of(file),
                            (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
        } catch (IOException _) {
            // The listing does without source lines.
        }
    }

    /// The text of a line, or nothing if the file is not there, or there are several of the name and none is in the world's own package.
    public String line(String file, int number) {
        List<Path> named = files.getOrDefault(file, List.of());
        Optional<Path> path = own.filter(java -> java.endsWith(file)).or(() -> named.size() == 1
                ? Optional.of(named.getFirst())
                : named.stream().filter(each -> each.toString().replace('\\', '/').endsWith(home + file)).findFirst());
        List<String> lines = path.map(each -> read.computeIfAbsent(each, SourceTexts::lines)).orElse(List.of());
        return number >= 1 && number <= lines.size() ? lines.get(number - 1).strip() : "";
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException _) {
            return List.of();
        }
    }
}
