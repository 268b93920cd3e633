package overtake.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A wrong twin of every rule of tidiness: what it reports, and what just passes.
final class TidyTwinsTest {
    @Test
    void a_method_of_61_lines_is_too_long() {
        assertThat(JavaTidy.problems("A.java", methodOf(60))).isEmpty();
        assertThat(JavaTidy.problems("A.java", methodOf(61))).containsExactly(
                new Problem("A.java", 2, "method m has 61 lines; at most 60"));
    }

    @Test
    void a_file_of_501_lines_is_too_long() {
        assertThat(JavaTidy.problems("A.java", "class A {}\n" + "\n".repeat(499))).isEmpty();
        assertThat(JavaTidy.problems("A.java", "class A {}\n" + "\n".repeat(500))).containsExactly(
                new Problem("A.java", 501, "a file of 501 lines; at most 500"));
    }

    @Test
    void four_statements_in_one_another_are_too_deep() {
        String three = "class A { void m() { if (a) { for (;;) { while (b) { f(); } } } else if (c) { } } }";
        String four = "class A { void m() {\n if (a) {\n for (;;) {\n while (b) {\n switch (c) { } } } } } }";
        assertThat(JavaTidy.problems("A.java", three)).isEmpty();
        assertThat(JavaTidy.problems("A.java", four)).containsExactly(
                new Problem("A.java", 5, "method m is nested more than 3 deep"));
    }

    @Test
    void else_if_is_no_deeper_than_if() {
        String chain = "if (a) { } else ".repeat(6) + "{ }";
        assertThat(JavaTidy.problems("A.java", "class A { void m() { " + chain + " } }")).isEmpty();
    }

    @Test
    void imports_name_what_they_import() {
        assertThat(
                JavaTidy.problems("A.java", "import java.util.List;\nimport java.util.*;\nimport module java.base;\n"))
                .extracting(Problem::line)
                .containsExactly(2L, 3L);
    }

    @Test
    void a_package_of_21_files_is_too_large() {
        List<String> paths =
                IntStream.range(0, 21).mapToObj(i -> "src/main/java/overtake/a/A" + i + ".java").toList();
        assertThat(TreeTidy.largePackages(paths.subList(0, 20))).isEmpty();
        assertThat(TreeTidy.largePackages(paths)).containsExactly(
                new Problem("src/main/java/overtake/a", 1, "21 files; at most 20"));
    }

    @Test
    void a_package_needs_a_page() {
        String page = "/// What it is.\n@NullMarked\npackage a;\n";
        assertThat(TreeTidy.barePackages(Map.of("src/main/java/a/package-info.java", page))).isEmpty();
        assertThat(TreeTidy.barePackages(Map.of("src/main/java/a/A.java", "package a; class A {}"))).hasSize(1);
    }

    @Test
    void a_loose_end_names_its_issue() {
        assertThat(TextTidy.problems("a", "// TODO(#12): this\n")).isEmpty();
        assertThat(TextTidy.problems("a", "fine\n// TODO: this\n# FIXME\n")).extracting(Problem::line)
                .containsExactly(2L, 3L);
    }

    @Test
    void a_path_of_a_machine_is_reported() {
        assertThat(TextTidy.problems("a", "see arch/home/x and https://example.org/home/x\n")).isEmpty();
        assertThat(TextTidy.problems("a", "see\n/home/me/overtake\n")).extracting(Problem::line).containsExactly(2L);
    }

    @Test
    void a_page_begins_with_its_only_title() {
        assertThat(TextTidy.pageProblems("a.md", "# Title\n\n```\n# a comment\n```\n## Section\n")).isEmpty();
        assertThat(TextTidy.pageProblems("a.md", "Words\n# Title\n# Title\n")).extracting(Problem::line)
                .containsExactly(1L, 3L);
        assertThat(TextTidy.pageProblems("a.md", "")).hasSize(1);
    }

    @Test
    void a_scenario_needs_an_expectation() {
        assertThat(TextTidy.scenarioProblems("a.conf", "expect { sc = pass }")).isEmpty();
        assertThat(TextTidy.scenarioProblems("a.conf", "title = x")).hasSize(1);
        assertThat(TextTidy.scenarioProblems("a.conf", "title = {")).hasSize(1);
    }

    @Test
    void a_wrong_input_needs_its_message() {
        String input = "src/test/resources/bad-input/key.conf";
        assertThat(TreeTidy.loneInputs(List.of(input, "src/test/resources/bad-input/key.expected"))).isEmpty();
        assertThat(TreeTidy.loneInputs(List.of(input, input + ".expected"))).isEmpty();
        assertThat(TreeTidy.loneInputs(List.of(input, "src/test/resources/bad-input/other.expected"))).hasSize(2);
    }

    @Test
    void test_data_is_named_by_a_test() {
        List<String> data = List.of("src/test/resources/golden/cli/help.txt");
        assertThat(TreeTidy.unusedData(data, List.of("golden(\"cli/help.txt\")"))).isEmpty();
        assertThat(TreeTidy.unusedData(data, List.of("golden(\"help\")"))).isEmpty();
        assertThat(TreeTidy.unusedData(data, List.of("goldens(\"cli/\" + name)"))).isEmpty();
        assertThat(TreeTidy.unusedData(data, List.of("golden(\"golden/version\")"))).hasSize(1);
    }

    private static String methodOf(int lines) {
        return "class A {\n void m() {\n" + " f();\n".repeat(lines - 2) + " }\n}\n";
    }
}
