package overtake.litmus.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import overtake.litmus.ExpectedCsv;

/// Finds what is recorded about a test: the nearest `expected.csv` beside it or above it. Files of this name with another header are not
/// ours and passed over.
final class Recorded {
    private static final String NAME = "expected.csv";
    private static final String HEADER = "test,model,";

    private final Map<Path, Optional<ExpectedCsv>> byFolder = new TreeMap<>();

    /// @throws LitmusException if the record is malformed
    synchronized Optional<ExpectedCsv.Row> row(Path test, String model) {
        Path file = test.toAbsolutePath().normalize();
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            Optional<ExpectedCsv> csv = byFolder.get(folder);
            if (csv == null) {
                csv = read(folder.resolve(NAME));
                byFolder.put(folder, csv);
            }
            if (csv.isPresent()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                return csv.get().row(name, model);
            }
        }
        return Optional.empty();
    }

    private static Optional<ExpectedCsv> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        byte[] start = new byte[HEADER.length()];
        try (var stream = Files.newInputStream(file)) {
            int read = stream.readNBytes(start, 0, start.length);
            if (!HEADER.equals(new String(start, 0, read, StandardCharsets.UTF_8))) {
                return Optional.empty();
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        return Optional.of(ExpectedCsv.read(file));
    }
}
