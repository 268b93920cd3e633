package overtake.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import overtake.memory.MemoryModel;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioReader;
import overtake.scenario.Settings;

/// The scenarios that we ship, read once for all tests of a JVM.
public final class Shipped {
    private static final Path FOLDER = Path.of("scenarios");
    private static final List<Scenario> ALL = read();

    private Shipped() {}

    private static List<Scenario> read() {
        ScenarioReader reader = new ScenarioReader(Settings.load());
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".conf")).sorted()
                    .map(file -> reader.read(file, Overrides.NONE))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// In the order of their paths.
    public static List<Scenario> scenarios() {
        return ALL;
    }

    /// Of one folder below `scenarios`.
    public static List<Scenario> scenarios(String folder) {
        return ALL.stream().filter(scenario -> Path.of(scenario.path()).startsWith(FOLDER.resolve(folder))).toList();
    }

    /// Path, name of the model, scenario, model, for each model of each scenario.
    public static Stream<Arguments> scenariosAndModels() {
        return ALL.stream().flatMap(scenario -> scenario.models().stream().map(model -> arguments(scenario, model)));
    }

    private static Arguments arguments(Scenario scenario, MemoryModel model) {
        return Arguments.of(FOLDER.relativize(Path.of(scenario.path())).toString(), model.name(), scenario, model);
    }
}
