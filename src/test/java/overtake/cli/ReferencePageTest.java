package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.support.Golden;

/// Pages that are made from the code. `-Dovertake.golden=update` writes them anew.
final class ReferencePageTest {
    @TempDir
    private Path folder;

    private String help(String... command) {
        String[] words = Stream.concat(Stream.of(command), Stream.of("--help")).toArray(String[]::new);
        return new Cli(folder).run(words).out().stripTrailing();
    }

    @Test
    void the_page_of_the_command_line_is_what_the_commands_say() {
        StringBuilder page = new StringBuilder(
                "# Command line\n\nWhat `--help` says. This page is made from the code by a test.\n\n## overtake\n\n");
        page.append(indented(help()));
        commands().forEach(
                command -> page.append("\n\n## ").append(command).append("\n\n").append(indented(help(command))));
        Golden.check(Path.of("docs/command-line.md"), page.toString());
    }

    private List<String> commands() {
        return help().lines().dropWhile(line -> !line.equals("Commands:")).skip(1).takeWhile(line -> !line.isBlank())
                .filter(line -> line.matches("  [a-z].*")).map(line -> line.strip().split(" ", -1)[0]).toList();
    }

    private static String indented(String text) {
        return text.lines().map(line -> ("    " + line).stripTrailing()).reduce((a, b) -> a + "\n" + b).orElse("");
    }

    /// The reader names all keys that it knows when it meets one that it does not.
    @Test
    void the_page_of_scenario_files_has_every_key_that_the_reader_knows() throws IOException {
        String page = Files.readString(Path.of("docs/scenario-files.md"));
        for (String section : new String[] {"", "explore.", "check."}) {
            String scenario = new Cli(folder).storeBuffering("keys", "expect { sc = pass, tso = fail }");
            String said = new Cli(folder)
                    .run("fuzz", scenario, "--set", section + "nokey=1", "--set",
                            section.equals("check.") ? "explore=null" : "title=x")
                    .err();
            assertThat(said).contains("unknown key " + section + "nokey; expected one of ");
            String keys = said
                    .replaceFirst("(?s).*unknown key " + section.replace(".", "\\.") + "nokey; expected one of ", "")
                    .lines().findFirst().orElse("").replaceFirst(";.*", "");
            for (String key : keys.split(", ", -1)) {
                assertThat(page).as("the key " + section + key).contains("`" + key);
            }
        }
    }
}
