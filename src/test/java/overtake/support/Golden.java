package overtake.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Expected texts that stand in files. With `-Dovertake.golden=update` the files are rewritten; read the difference before you commit it.
public final class Golden {
    private Golden() {}

    /// Compares, but for line numbers of our own sources, which may move.
    public static void check(Path expected, String text) {
        String actual = text.replaceAll("\\.java:\\d+", ".java:LINE").stripTrailing() + "\n";
        try {
            if ("update".equals(System.getProperty("overtake.golden"))) {
                Files.createDirectories(expected.getParent());
                Files.writeString(expected, actual);
            }
            assertThat(Files.exists(expected) ? Files.readString(expected) : "")
                    .as("%s; -Dovertake.golden=update rewrites it", expected)
                    .isEqualTo(actual);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
