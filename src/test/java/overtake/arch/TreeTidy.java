package overtake.arch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What is wrong between the files of the repository, not in any one of them.
final class TreeTidy {
    static final int PACKAGE_FILES = 20;

    private static final String DATA = "src/test/resources/";

    private TreeTidy() {}

    /// Folders with too many Java sources.
    static List<Problem> largePackages(Collection<String> javaPaths) {
        Map<String, Integer> sizes = new TreeMap<>();
        for (String path : javaPaths) {
            if (!path.endsWith("/package-info.java")) {
                sizes.merge(folder(path), 1, Integer::sum);
            }
        }
        return sizes.keySet()
                .stream()
                .filter(folder -> sizes.get(folder) > PACKAGE_FILES)
                .map(folder -> new Problem(folder, 1, sizes.get(folder) + " files; at most " + PACKAGE_FILES))
                .toList();
    }

    /// Packages of the product whose package-info.java lacks its comment or `@NullMarked`.
    static List<Problem> barePackages(Map<String, String> java) {
        return java.keySet()
                .stream()
                .filter(path -> path.startsWith("src/main/java/"))
                .map(TreeTidy::folder)
                .distinct()
                .filter(folder -> !isPackagePage(java.getOrDefault(folder + "/package-info.java", "")))
                .map(folder -> new Problem(folder, 1, "package-info.java lacks a comment or @NullMarked"))
                .toList();
    }

    private static boolean isPackagePage(String text) {
        return text.startsWith("/// ") && text.contains("\n@NullMarked\n");
    }

    /// Wrong inputs without an expected message, and the reverse: `x.conf` goes with `x.expected` or `x.conf.expected`.
    static List<Problem> loneInputs(Collection<String> dataPaths) {
        List<String> inputs =
                dataPaths.stream().filter(path -> path.startsWith(DATA + "bad-input/")).toList();
        return inputs.stream()
                .filter(path -> inputs.stream().noneMatch(other -> arePair(path, other)))
                .map(path -> new Problem(path, 1, "an input without its .expected, or the reverse"))
                .toList();
    }

    private static boolean arePair(String a, String b) {
        return stem(a).equals(stem(b)) && a.endsWith(".expected") != b.endsWith(".expected");
    }

    /// Test data that no test names.
    static List<Problem> unusedData(Collection<String> dataPaths, Collection<String> tests) {
        String text = String.join("\n", tests);
        return dataPaths.stream()
                .filter(path -> namesOf(path.substring(DATA.length())).noneMatch(text::contains))
                .map(path -> new Problem(path, 1, "test data that no test names, nor its folder"))
                .toList();
    }

    /// How a test may name a file: by its name, with or without its ending, or by a folder that it goes through as a whole.
    /// The folder of all golden files does not count, since every test of one of them names it.
    private static Stream<String> namesOf(String path) {
        String[] parts = path.split("/", -1);
        List<String> names = new ArrayList<>(List.of(parts[parts.length - 1], stem(parts[parts.length - 1])));
        for (int i = parts[0].equals("golden") ? 1 : 0; i < parts.length - 1; i++) {
            names.add(parts[i]);
        }
        return names.stream().flatMap(name -> Stream.of("\"" + name + "\"", "/" + name + "\"", "\"" + name + "/"));
    }

    /// The path up to the first dot of the file's name.
    private static String stem(String path) {
        int dot = path.indexOf('.', path.lastIndexOf('/') + 1);
        return dot < 0 ? path : path.substring(0, dot);
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }
}
