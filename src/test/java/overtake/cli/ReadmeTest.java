package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Runs every console block of the README and compares what it prints with what the README says. `...` stands for any lines;
/// figures, and line numbers of our sources, may differ; `[exit n]` is the exit code, 0 if it is not there.
class ReadmeTest {
    private static final String FEWER_RUNS = "1000";
    private static final Path README = Path.of("README.md");
    private static final Pattern FIGURE = Pattern.compile("[0-9][0-9,.]*");
    private static final Pattern SOURCE_LINE = Pattern.compile("(\\.java)(:[0-9]+)? *");

    @TempDir
    private Path folder;

    private record Example(String command, List<String> output) {
        int exit() {
            return output.stream()
                    .filter(line -> line.startsWith("[exit "))
                    .map(line -> Integer.parseInt(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        }

        List<String> lines() {
            return output.stream().filter(line -> !line.isBlank() && !line.startsWith("[exit ")).toList();
        }
    }

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        boolean console = false;
        for (String line : Files.readAllLines(README)) {
            if (line.startsWith("```")) {
                console = line.equals("```console");
            } else if (console && line.startsWith("$ ")) {
                examples.add(new Example(line.substring(2), new ArrayList<>()));
            } else if (console) {
                examples.getLast().output().add(line);
            }
        }
        return examples;
    }

    @Test
    void the_readme_has_examples_that_fail_and_that_pass() throws IOException {
        assertThat(examples()).extracting(Example::exit).contains(0, 1);
    }

    @TestFactory
    Stream<DynamicTest> every_example_prints_what_the_readme_says() throws IOException {
        return examples().stream()
                .map(example -> DynamicTest.dynamicTest(example.command(), () -> check(example)));
    }

    private void check(Example example) {
        List<String> words = new ArrayList<>(List.of(example.command().split(" ")));
        assertThat(words.removeFirst()).isEqualTo("./overtake");
        boolean searches = !words.getFirst().equals("list") && !words.getFirst().equals("disasm");
        if (searches) {
            words.addAll(List.of("--out", folder.resolve("runs").toString()));
        }
        if (words.getFirst().equals("run")) {
            words.addAll(List.of("--runs", FEWER_RUNS)); // the scenarios have a test of their own
        }
        Cli.Done done = new Cli(folder).run(words.toArray(String[]::new));
        assertThat(done.exit()).as(done.err()).isEqualTo(example.exit());
        List<String> printed = done.out().lines().map(ReadmeTest::shape).toList();
        int at = 0;
        for (String line : example.lines()) {
            if (!line.equals("...")) {
                int found = printed.subList(at, printed.size()).indexOf(shape(line));
                assertThat(found).as("%s%nin%n%s", line, done.out()).isNotNegative();
                at += found + 1;
            }
        }
    }

    private static String shape(String line) {
        String withoutLines = SOURCE_LINE.matcher(line).replaceAll("$1 ");
        return FIGURE.matcher(withoutLines).replaceAll("0").strip();
    }
}
