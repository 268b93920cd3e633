package overtake.scenario;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import overtake.kernel.ModelWorld;

/// Lists the worlds that come with the tool, for messages.
final class WorldClasses {
    private static final String PACKAGE = "overtake/kvm";
    private static final String ENDING = ".class";

    private WorldClasses() {}

    /// Full names in alphabetical order; none if the classes cannot be listed.
    static List<String> names() {
        CodeSource source = ModelWorld.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return List.of();
        }
        try {
            Path root = Path.of(source.getLocation().toURI());
            if (Files.isDirectory(root)) {
                return below(root);
            }
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + root.toUri()), Map.of())) {
                return below(jar.getPath("/"));
            }
        } catch (IOException | URISyntaxException _) {
            return List.of();
        }
    }

    private static List<String> below(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(PACKAGE))) {
            return files.map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()).replace('/', '.'))
                    .filter(WorldClasses::isWorld)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isWorld(String name) {
        try {
            Class<?> type = Class.forName(name, false, WorldClasses.class.getClassLoader());
            return ModelWorld.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
        } catch (ClassNotFoundException | LinkageError _) {
            return false;
        }
    }
}
