package overtake.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The texts that a scenario may depend on: scenario files and Java sources in its folder, and the source that it names elsewhere.
///
/// @param texts by path
record Watched(SortedMap<Path, String> texts) {
    private static final int MOST_FILES = 1000;

    static Watched look(Path scenario, Optional<Path> java) {
        Path folder = Optional.ofNullable(scenario.getParent()).orElse(Path.of(""));
        SortedMap<Path, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            Stream.concat(files.limit(MOST_FILES).filter(Watched::matters),
                    Stream.concat(Stream.of(scenario), java.stream()))
                    .forEach(file -> read(file).ifPresent(text -> texts.put(file.normalize(), text)));
        } catch (IOException | UncheckedIOException _) {
            // The folder has gone, or is being changed: the scenario itself is read, and says what is wrong.
            read(scenario).ifPresent(text -> texts.put(scenario.normalize(), text));
        }
        return new Watched(texts);
    }

    private static boolean matters(Path file) {
        return file.toString().endsWith(".conf") || file.toString().endsWith(".java");
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// One text a file: `MyIdea.java +2 -1`, in lines.
    List<String> changesSince(Watched before) {
        List<String> changes = new ArrayList<>();
        SortedMap<Path, String> all = new TreeMap<>(before.texts);
        all.putAll(texts);
        for (Path file : all.keySet()) {
            String old = before.texts.getOrDefault(file, "");
            String now = texts.getOrDefault(file, "");
            if (!old.equals(now)) {
                changes.add(file.getFileName() + " +" + added(old, now) + " -" + added(now, old));
            }
        }
        return changes;
    }

    /// How many lines of the one are not in the other.
    private static int added(String from, String to) {
        List<String> left = new ArrayList<>(from.lines().toList());
        int added = 0;
        for (String line : to.lines().toList()) {
            added += left.remove(line) ? 0 : 1;
        }
        return added;
    }
}
