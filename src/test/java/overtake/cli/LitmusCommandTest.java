package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.cli.session.Monitor;

final class LitmusCommandTest {
    private static final String CORPUS = "src/test/resources/litmus";
    private static final Path BAD = Path.of("src/test/resources", "bad-input", "litmus");
    private static final String HEADER = "test,model,verdict,holds,states,flags,ms,names,final\n";
    private static final String STORE_BUFFERING = """
        C SB
        {}
        P0(int *x, int *y) { int r0; WRITE_ONCE(*x, 1); r0 = READ_ONCE(*y); }
        P1(int *x, int *y) { int r0; WRITE_ONCE(*y, 1); r0 = READ_ONCE(*x); }
        exists (0:r0=0 /\\ 1:r0=0)
        """;

    @TempDir
    private Path folder;

    private Cli cli;
    private String test;

    @BeforeEach
    void write() throws IOException {
        cli = new Cli(folder);
        test = Files.writeString(folder.resolve("sb.litmus"), STORE_BUFFERING).toString();
    }

    private void record(String lines) throws IOException {
        Files.writeString(folder.resolve("expected.csv"), HEADER + lines);
    }

    @Test
    void a_test_is_answered_as_herd_does_under_lkmm_unless_a_model_is_named() {
        Cli.Done done = cli.run("litmus", test);
        assertThat(done.exit()).isZero();
        assertThat(done.out()).startsWith("Test SB Allowed\nStates 4\n")
                .contains("Observation SB Sometimes 1 3",
                        "1 test, 1 result: 0 as in expected.csv, 0 not, 1 without record");
        assertThat(cli.run("litmus", test, "--model", "sc").out()).contains("Observation SB Never 0 3");
    }

    @Test
    void the_document_has_every_key_of_the_contract() {
        JsonNode result = cli.run("litmus", test, "--json").result();
        assertThat(result.properties().stream().map(Map.Entry::getKey))
                .contains("command", "test", "model", "verdict", "states", "flags", "milliseconds", "version");
        assertThat(result.get("command").asText()).isEqualTo("litmus");
        assertThat(result.get("test").asText()).isEqualTo(test);
        assertThat(result.get("model").asText()).isEqualTo("lkmm");
        assertThat(result.get("verdict").asText()).isEqualTo("Sometimes");
        assertThat(result.get("states")).hasSize(4);
        assertThat(result.get("states").get(0).get("0:r0").asText()).isEqualTo("0");
        assertThat(result.get("milliseconds").asDouble()).isPositive();
    }

    @Test
    void models_come_from_the_strongest_to_the_weakest_for_each_test() {
        JsonNode results = cli.run("litmus", test, "--json", "--model", "lkmm", "--model", "sc").json().get("results");
        assertThat(results.findValuesAsText("model")).containsExactly("sc", "lkmm");
    }

    @Test
    void a_folder_is_compared_with_the_record_above_it() {
        Cli.Done done = cli.run("litmus", CORPUS + "/SB", CORPUS + "/Co", "--model", "tso", "--model", "lkmm");
        assertThat(done.exit()).as(done.out()).isZero();
        assertThat(done.out()).contains(" as in expected.csv, 0 not; ", "; herd7 had ")
                .doesNotContain("without record");
    }

    @Test
    void names_are_relative_to_the_folder() {
        JsonNode results = cli.run("litmus", CORPUS + "/Co", "--json").json().get("results");
        assertThat(results.findValuesAsText("test")).startsWith("Co-init.litmus", "Co-mutual.litmus").isSorted();
    }

    @Test
    void the_number_of_jobs_changes_nothing_but_the_time() {
        JsonNode one = cli.run("litmus", CORPUS + "/MP", "--json").json().get("results");
        JsonNode three = cli.run("litmus", CORPUS + "/MP", "--json", "--jobs", "3").json().get("results");
        assertThat(three.findValuesAsText("test")).isEqualTo(one.findValuesAsText("test"));
        assertThat(three.findValues("states")).isEqualTo(one.findValues("states"));
    }

    @Test
    void a_disagreement_is_named_and_ends_with_1() throws IOException {
        record("sb.litmus,lkmm,Never,No,3,,12,0:r0 1:r0,0 1|1 0|1 1\n");
        Cli.Done done = cli.run("litmus", folder.toString());
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).contains("DIFFERS  sb.litmus under lkmm: verdict Sometimes, recorded Never; "
                + "condition Ok, recorded otherwise; state 0 0 is not recorded", "0 as in expected.csv, 1 not");
        assertThat(cli.run("litmus", test, "--json").result().get("differences")).hasSize(3);
    }

    @Test
    void a_bound_that_was_met_ends_with_3() throws IOException {
        record("sb.litmus,lkmm,Sometimes,Ok,4,,12,0:r0 1:r0,0 0|0 1|1 0|1 1\n");
        Cli.Done done = cli.run("litmus", test, "--max-states", "5");
        assertThat(done.exit()).isEqualTo(3);
        assertThat(done.out()).contains("Bound ", "0 as in expected.csv, 0 not, 1 met a bound");
        assertThat(done.err()).contains("not all executions were seen; --max-states gives more");
        assertThat(cli.run("litmus", test).exit()).isZero();
    }

    @Test
    void a_wrong_file_does_not_keep_the_others_from_running() throws IOException {
        String wrong = Files.writeString(folder.resolve("a.litmus"), "C a\n{}\nP0(int *x) { x; }\n").toString();
        Cli.Done done = cli.run("litmus", folder.toString());
        assertThat(done.exit()).isEqualTo(2);
        assertThat(done.err()).contains(wrong + ":").doesNotContain("Exception");
        assertThat(done.out()).contains("Observation SB Sometimes 1 3", "1 test, 1 result", "1 error");
        JsonNode document = cli.run("litmus", folder.toString(), "--json").json();
        assertThat(document.get("results")).hasSize(1);
        assertThat(document.get("errors").get(0).get("file").asText()).isEqualTo(wrong);
        assertThat(document.get("errors").get(0).get("line").asInt()).isPositive();
    }

    static List<String> wrongFiles() throws IOException {
        try (Stream<Path> files = Files.list(BAD)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".litmus")).sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void every_mistake_of_a_wrong_file_is_reported_with_its_line(String name) throws IOException {
        Path file = BAD.resolve(name);
        Cli.Done done = cli.run("litmus", file.toString()).refusedWith(file + ":");
        List<String> expected = new ArrayList<>();
        Files.readAllLines(BAD.resolve(name.replace(".litmus", ".expected")))
                .forEach(line -> expected.add(line.replace(name, file.toString())));
        assertThat(done.err().lines()).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--model      | x86 | --model is \"x86\"; expected one of sc, tso, lkmm",
        "--jobs       | 0   | --jobs is \"0\"; expected a whole number from 1 to 64",
        "--max-states | few | --max-states is \"few\"; expected a whole number from 1",
        "--seed       | 1   | unknown option --seed",
    })
    void a_wrong_option_is_answered_with_what_is_right(String option, String value, String message) {
        cli.run("litmus", test, option, value).refusedWith(message);
    }

    @Test
    void paths_without_tests_are_refused() throws IOException {
        cli.run("litmus").refusedWith("Missing required parameter: 'PATH'");
        cli.run("litmus", cli.inFolder("no.litmus")).refusedWith("no.litmus: no such file; expected a litmus test");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        cli.run("litmus", empty.toString()).refusedWith("empty: no file below it ends in .litmus");
    }

    @Test
    void a_malformed_record_is_refused_and_a_file_of_another_kind_passed_over() throws IOException {
        record("sb.litmus,lkmm\n");
        cli.run("litmus", test).refusedWith("expected.csv:2: 2 fields; expected 9");
        Files.writeString(folder.resolve("expected.csv"), "name,value\n");
        assertThat(cli.run("litmus", test).exit()).isZero();
    }

    @Test
    void an_interrupt_keeps_the_results_so_far() {
        var monitor = new Monitor(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        monitor.interrupt();
        Cli.Done done = cli.run(monitor, "litmus", test, "--json");
        assertThat(done.exit()).isEqualTo(130);
        assertThat(done.json().get("results")).isEmpty();
    }

    @Test
    void quiet_leaves_the_summary() {
        assertThat(cli.run("litmus", test, "--quiet").out().lines()).hasSize(1);
    }
}
