package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import overtake.cli.start.Examples;
import overtake.cli.start.Examples.Example;

/// What helps on the command line: examples, completion, the doctor.
final class HelpTest {
    @TempDir
    private Path folder;

    private Stream<String> commands() {
        return new Cli(folder).run("--help").out().lines().dropWhile(line -> !line.equals("Commands:")).skip(1)
                .takeWhile(line -> !line.isBlank()).filter(line -> line.matches("  [a-z].*"))
                .map(line -> line.strip().split(" ", -1)[0]);
    }

    @Test
    void every_command_has_an_example_in_its_help() {
        assertThat(commands()).isNotEmpty().allSatisfy(command -> {
            assertThat(Examples.of(command)).as("an example for `%s` in Examples", command).isNotEmpty();
            assertThat(new Cli(folder).run(command, "--help").out())
                    .contains("./overtake " + Examples.of(command).getFirst().arguments());
        });
    }

    @TestFactory
    Stream<DynamicTest> every_example_works() {
        return commands().filter(command -> !command.equals("watch")) // never ends by itself; see WatchCommandTest
                .map(command -> DynamicTest.dynamicTest(command, () -> Examples.of(command).forEach(this::carryOut)));
    }

    private void carryOut(Example example) {
        String inFolder = example.arguments().replace(" runs/", " " + folder.resolve("runs") + "/")
                .replace(" LostWakeup.conf", " " + folder.resolve("LostWakeup.conf"));
        List<String> words = new ArrayList<>(List.of(inFolder.split(" ", -1)));
        if (List.of("fuzz", "run", "check", "shrink", "compare", "mutate").contains(words.getFirst())) {
            words.addAll(List.of("--out", folder.resolve("runs").toString()));
        }
        if (words.getFirst().equals("run")) {
            words.addAll(List.of("--runs", "500"));
        }
        if (words.getFirst().equals("new")) {
            words.addAll(List.of("--folder", folder.toString()));
        }
        words.replaceAll(word -> word.equals("500ms") ? "20ms" : word);
        Cli.Done done = new Cli(folder).run(words.toArray(String[]::new));
        assertThat(done.exit()).as("%s%n%s%n%s", words, done.out(), done.err()).isEqualTo(example.exit());
    }

    @Test
    void the_doctor_has_a_document_too() {
        JsonNode json = new Cli(folder).run("doctor", "--json").json();
        assertThat(json.get("command").asText()).isEqualTo("doctor");
        assertThat(json.get("results").findValuesAsText("name")).contains("JDK", "memory");
    }

    @Test
    void a_shell_without_completion_is_answered_with_those_that_have_it() {
        new Cli(folder).run("completion", "fish").refusedWith("no completion for fish; expected bash or zsh");
    }

    @Test
    void bash_completes_commands_and_options() throws IOException, InterruptedException {
        String script = new Cli(folder).run("completion", "bash").out();
        assertThat(complete(script, "overtake fu")).isEqualTo("fuzz");
        assertThat(complete(script, "overtake fuzz --max")).isEqualTo("--max-steps");
        assertThat(new Cli(folder).run("completion", "zsh").out()).startsWith("autoload").contains(script.strip());
    }

    /// What bash offers after that line.
    private static String complete(String script, String line) throws IOException, InterruptedException {
        String[] words = line.split(" ", -1);
        Process bash = new ProcessBuilder("bash", "--norc", "--noprofile")
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (Writer input = new OutputStreamWriter(bash.getOutputStream(), StandardCharsets.UTF_8)) {
            input.write(
                    script + "\nCOMP_WORDS=(" + line + "); COMP_CWORD=" + (words.length - 1) + "; COMP_LINE='" + line
                            + "'; COMP_POINT=" + line.length() + "\n_complete_overtake\necho \"${COMPREPLY[@]}\"\n");
        }
        String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        bash.waitFor();
        return printed;
    }
}
