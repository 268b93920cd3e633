package overtake.arch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The texts of the repository by their path from its root, with `/` between names; neither build output nor binary files.
final class Checkout {
    /// What builds, runs and editors leave behind. A folder of that name deeper down is ours.
    private static final Set<String> NOT_OURS =
            Set.of(".git", "target", "runs", ".idea", ".vscode", ".settings", ".classpath", ".project", ".factorypath",
                    "bin");

    private final SortedMap<String, String> texts = new TreeMap<>();

    private Checkout() {}

    /// Surefire runs tests in the root of the repository.
    static Checkout here() {
        Path root = Path.of("").toAbsolutePath();
        Checkout checkout = new Checkout();
        try {
            Files.walkFileTree(root, checkout.reader(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return checkout;
    }

    /// All texts whose path matches.
    SortedMap<String, String> texts(String regex) {
        return texts.entrySet()
                .stream()
                .filter(entry -> entry.getKey().matches(regex))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, TreeMap::new));
    }

    private SimpleFileVisitor<Path> reader(Path root) {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return isOurs(root, folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (isOurs(root, file) && attributes.isRegularFile()) {
                    String path = root.relativize(file).toString().replace('\\', '/');
                    text(file).ifPresent(text -> texts.put(path, text));
                }
                return FileVisitResult.CONTINUE;
            }
        };
    }

    /// The examples are projects of their own, which are built too.
    private static boolean isOurs(Path root, Path path) {
        boolean built = path.endsWith("target") && Files.exists(path.resolveSibling("pom.xml"));
        return !built && (!root.equals(path.getParent()) || !NOT_OURS.contains(path.getFileName().toString()));
    }

    private static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
