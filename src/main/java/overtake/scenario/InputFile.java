package overtake.scenario;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// A text file that a person named, read whole.
///
/// @param path as the person named it
/// @param sha256 of its bytes
public record InputFile(Path path, String text, String sha256) {
    private static final int MOST_NAMES = 500;

    /// @param what the file should be, for messages: `a scenario file`
    /// @param maxBytes more than that is refused
    public static InputFile read(Path path, String what, long maxBytes) {
        try {
            if (!Files.exists(path)) {
                throw refuse(path, "no such file; expected " + what + NearMisses.question(nameOf(path), beside(path)));
            }
            if (Files.isDirectory(path)) {
                throw refuse(path, "is a directory; expected " + what);
            }
            if (!Files.isRegularFile(path)) {
                throw refuse(path, "is not a regular file; expected " + what);
            }
            if (Files.size(path) > maxBytes) {
                throw refuse(path,
                        "has " + Files.size(path) + " bytes; expected " + what + " of at most " + maxBytes + " bytes");
            }
            return decode(path, what, Files.readAllBytes(path));
        } catch (IOException e) {
            throw refuse(path, "cannot be read (" + e.getClass().getSimpleName() + "); expected " + what);
        }
    }

    private static InputFile decode(Path path, String what, byte[] bytes) {
        for (int i = 0, line = 1; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw refuse(path, line, "is binary: a byte is 0; expected " + what);
            }
            line += bytes[i] == '\n' ? 1 : 0;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            // A decoder leaves the buffer before the byte that it stops at.
            String text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
            return new InputFile(path, text, sha256(bytes));
        } catch (CharacterCodingException _) {
            int line = 1;
            for (int i = 0; i < buffer.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw refuse(path, line, "is not UTF-8; expected " + what + " in UTF-8");
        }
    }

    /// Whether there is nothing in it but white space and comments.
    public boolean blank() {
        return text.replace("\uFEFF", "").lines().map(String::strip).allMatch(
                line -> line.isEmpty() || line.startsWith("#") || line.startsWith("//"));
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }

    private static ScenarioException refuse(Path path, String message) {
        return refuse(path, 0, message);
    }

    private static ScenarioException refuse(Path path, int line, String message) {
        return new ScenarioException(List.of(new Problem(path.toString(), line, message)));
    }

    private static String nameOf(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    private static List<String> beside(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(folder)) {
            return names.limit(MOST_NAMES).map(InputFile::nameOf).sorted().toList();
        }
    }
}
