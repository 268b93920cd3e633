package overtake.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import overtake.scenario.Problem;
import overtake.scenario.ScenarioException;

/// A file that an option names.
public final class OutputFile {
    private OutputFile() {}

    /// Writes it anew.
    ///
    /// @throws ScenarioException if it cannot be written there
    public static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new ScenarioException(List.of(new Problem(
                    file.toString(), 0, "cannot be written there: no such folder, or no right to write")));
        }
    }
}
