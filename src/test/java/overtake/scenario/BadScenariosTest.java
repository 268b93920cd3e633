package overtake.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import overtake.support.Golden;

/// Wrong scenario files, each with the message that it deserves beside it.
final class BadScenariosTest {
    private static final Path FOLDER = Path.of("src/test/resources/bad-input/scenarios");

    @TestFactory
    Stream<DynamicTest> each_wrong_scenario_gets_its_message() throws IOException {
        return inputs().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            var e = catchThrowableOfType(ScenarioException.class, () -> read(file));
            assertThat(e).as("%s is read without complaint", file).isNotNull();
            Golden.check(Path.of(file.toString().replaceFirst("\\.conf$", ".expected")), e.getMessage());
        }));
    }

    @Test
    void there_are_at_least_forty() throws IOException {
        assertThat(inputs()).hasSizeGreaterThan(40);
    }

    private static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
        }
    }

    private static Scenario read(Path file) {
        return new ScenarioReader(Settings.load()).read(file, Overrides.NONE);
    }
}
