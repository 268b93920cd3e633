package overtake.lift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import overtake.kernel.Kernel;

/// The page about the vocabulary says what the vocabulary and the corpus say.
final class VocabularyPageTest {
    private static final Path PAGE = Path.of("docs/vocabulary.md");
    private static final Path EXPECTED = Path.of("src/test/resources/litmus", "expected.csv");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern ANSWER =
            Pattern.compile("`([\\w+.-]+/[\\w+.-]+)`: (\\w+)(?:, (\\w+), (\\w+))");
    private static final Pattern BRACES = Pattern.compile("(.*?)\\{([^}]*)}(.*)");

    /// Rows of tables of functions: five columns.
    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `") && line.split(" \\| ", -1).length == 5).toList();
    }

    private static Stream<String> expand(String name) {
        Matcher braces = BRACES.matcher(name);
        return braces.matches()
                ? Stream.of(braces.group(2).split(",", -1))
                        .flatMap(each -> expand(braces.group(1) + each + braces.group(3)))
                : Stream.of(name);
    }

    @Test
    void the_page_has_every_function_once_and_no_other() throws IOException {
        List<String> named = new ArrayList<>();
        for (String row : rows()) {
            Matcher names = CODE.matcher(row.split(" \\| ", -1)[0]);
            while (names.find()) {
                expand(names.group(1)).forEach(named::add);
            }
        }
        SortedSet<String> functions = new TreeSet<>();
        Stream.of(Kernel.class.getDeclaredMethods()).filter(method -> !method.isSynthetic())
                .forEach(method -> functions.add(method.getName()));
        assertThat(named).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(functions);
    }

    @Test
    void the_answers_of_the_page_are_those_of_the_corpus() throws IOException {
        Map<String, String> corpus = new LinkedHashMap<>();
        for (String line : Files.readAllLines(EXPECTED)) {
            String[] fields = line.split(",", 4);
            corpus.put(fields[0].replace(".litmus", "") + " " + fields[1], fields[2].toLowerCase(Locale.ROOT));
        }
        int answers = 0;
        Matcher answer = ANSWER.matcher(Files.readString(PAGE));
        while (answer.find()) {
            answers++;
            String[] models = {"sc", "tso", "lkmm"};
            for (int i = 0; i < models.length; i++) {
                assertThat(answer.group(2 + i)).as(answer.group(1) + " " + models[i])
                        .isEqualTo(corpus.get(answer.group(1) + " " + models[i]));
            }
        }
        assertThat(answers).isGreaterThan(50);
    }
}
