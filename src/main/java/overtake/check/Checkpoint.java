package overtake.check;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/// Where a long check keeps what it has done, so that it can go on after it was killed. The file is written whole beside its name and then moved, so there is always
/// a complete one.
///
/// @param file its name
/// @param key names what is checked, and how; a check goes on only from a file with the same key
/// @param every how often it is written, at the end of a level
public record Checkpoint(Path file, String key, Duration every) {
    private static final long MAGIC = 0x6f76657274616b65L;
    private static final int FORMAT = 2;
    private static final int BUFFER = 1 << 20;

    /// A file that cannot be read, or is about something else.
    public static final class UnusableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnusableException(String message) {
            super(message);
        }
    }

    /// Writes a part of the file.
    interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /// Reads what a [Writer] has written.
    interface Reader {
        void read(DataInputStream in) throws IOException;
    }

    void save(Writer content) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part), BUFFER))) {
                out.writeLong(MAGIC);
                out.writeInt(FORMAT);
                out.writeUTF(key);
                content.write(out);
                out.writeLong(MAGIC);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint " + file + " cannot be written", e);
        }
    }

    /// @throws UnusableException if there is no such file, or not one of this check
    void load(Reader content) {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            if (in.readLong() != MAGIC || in.readInt() != FORMAT) {
                throw new UnusableException("is not a checkpoint of this version; expected one that `check` has left");
            }
            String found = in.readUTF();
            if (!found.equals(key)) {
                throw new UnusableException(
                        "is a checkpoint of another check: of " + found + "; expected one of " + key);
            }
            content.read(in);
            if (in.readLong() != MAGIC) {
                throw new UnusableException("is damaged; start again without --resume");
            }
        } catch (EOFException _) {
            throw new UnusableException("is cut off; start again without --resume");
        } catch (IOException _) {
            throw new UnusableException("cannot be read; expected the checkpoint that --resume goes on from");
        }
    }

    /// Takes the file away, if there is one.
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint " + file + " cannot be deleted", e);
        }
    }
}
