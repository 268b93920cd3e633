package overtake.scenario.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import overtake.scenario.ScenarioException;
import overtake.support.Golden;

/// Wrong schedule files, each with the message that it deserves beside it.
final class BadSchedulesTest {
    private static final Path FOLDER = Path.of("src/test/resources/bad-input/schedules");

    @TestFactory
    Stream<DynamicTest> each_wrong_schedule_gets_its_message() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList()
                    .stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
    }

    private static void check(Path file) {
        var e = catchThrowableOfType(ScenarioException.class, () -> ScheduleFile.read(file));
        assertThat(e).as("%s is read without complaint", file).isNotNull();
        Golden.check(Path.of(file.toString().replaceFirst("\\.conf$", ".expected")), e.getMessage());
    }
}
