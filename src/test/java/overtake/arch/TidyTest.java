package overtake.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// The sizes and forms of everything in the repository.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TidyTest {
    /// What may be untidy: the beginning of a problem, without its line number, and why it may stay.
    private static final Map<String, String> ALLOWED = Map.of(
            "src/test/java/overtake/arch/TextTidy.java: a loose end", "says what a loose end looks like",
            "src/test/java/overtake/arch/TidyTwinsTest.java: a loose end", "wrong twin",
            "src/test/java/overtake/explore/ExhaustiveOutcomesTest.java: method shapes has", "a table",
            "src/main/java/overtake/machine: ", "two semantics until the cores move to a package of their own");

    private final Map<String, List<Problem>> problems = problems(Checkout.here());

    @TestFactory
    Stream<DynamicTest> the_repository_is_tidy() {
        return problems.keySet()
                .stream()
                .map(rule -> DynamicTest.dynamicTest(rule,
                        () -> assertThat(problems.get(rule)).filteredOn(problem -> !isAllowed(problem)).isEmpty()));
    }

    @Test
    void what_is_allowed_is_there() {
        assertThat(ALLOWED.keySet()).allMatch(allowed -> allProblems().anyMatch(problem -> begins(problem, allowed)));
    }

    @Test
    void the_checkout_is_read() {
        assertThat(Checkout.here().texts(".*")).containsKeys("pom.xml", "src/test/java/overtake/arch/TidyTest.java");
    }

    private static Map<String, List<Problem>> problems(Checkout checkout) {
        var java = checkout.texts("(src/main/java|src/test/java|scenarios)/.*\\.java");
        var tests = checkout.texts("src/test/java/.*\\.java").values();
        var data = checkout.texts("src/test/resources/(golden|bad-input|litmus)/.*").keySet();
        Map<String, List<Problem>> found = new LinkedHashMap<>();
        found.put("Java sources are short and flat", each(java, JavaTidy::problems));
        found.put("packages are small", TreeTidy.largePackages(java.keySet()));
        found.put("packages are described and null-marked", TreeTidy.barePackages(java));
        found.put("texts have no loose ends and no machine's paths", each(checkout.texts(".*"), TextTidy::problems));
        found.put("pages have one title", each(checkout.texts(".*\\.md"), TextTidy::pageProblems));
        found.put("scenarios have expectations",
                each(checkout.texts("scenarios/.*\\.conf"), TextTidy::scenarioProblems));
        found.put("wrong inputs stand beside their messages", TreeTidy.loneInputs(data));
        found.put("test data is used", TreeTidy.unusedData(data, tests));
        return found;
    }

    private interface Check {
        List<Problem> problems(String path, String text);
    }

    private static List<Problem> each(Map<String, String> texts, Check check) {
        return texts.keySet().stream().flatMap(path -> check.problems(path, texts.get(path)).stream()).toList();
    }

    private Stream<Problem> allProblems() {
        return problems.values().stream().flatMap(List::stream);
    }

    private static boolean isAllowed(Problem problem) {
        return ALLOWED.keySet().stream().anyMatch(allowed -> begins(problem, allowed));
    }

    private static boolean begins(Problem problem, String allowed) {
        return (problem.path() + ": " + problem.what()).startsWith(allowed);
    }
}
