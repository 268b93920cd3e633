package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.support.Golden;

final class ExplainCommandTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/explain");
    private static final String EXPECT = "expect { sc = pass, tso = fail }";

    @TempDir
    private Path folder;

    private Cli cli;
    private String schedule = "";

    @BeforeEach
    void find() throws IOException {
        cli = new Cli(folder);
        String scenario = cli.storeBuffering("sb", "params { fence = smp-wmb }", EXPECT);
        schedule = cli.runOut("fuzz", scenario, "--model", "tso", "--json").result().get("schedule").asText();
    }

    private String text(String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "explain";
        args[1] = schedule;
        System.arraycopy(options, 0, args, 2, options.length);
        Cli.Done done = cli.run(args);
        assertThat(done.exit()).isZero();
        assertThat(done.err()).isEmpty();
        return done.out();
    }

    @Test
    void the_explanation_fits_into_a_mail() {
        String mail = text("--mail");
        assertThat(mail.lines()).allMatch(line -> line.length() < 76).noneMatch(line -> line.contains("\u001b"));
        String here = folder.toString();
        String rest = mail.substring(mail.indexOf("\n\n") + 2);
        assertThat(mail).startsWith(here.substring(0, Math.min(8, here.length())));
        Golden.check(GOLDEN.resolve("mail.txt"), rest);
    }

    @Test
    void the_explanation_names_the_places_of_the_sources() {
        assertThat(text()).contains("StoreBuffering.java:", "smp_mb() in place of store_then_load/smp_wmb",
                "triage", "sc: never broken (all ");
    }

    @Test
    void cache_lines_are_shown_as_who_holds_what() {
        String reset = Path.of("scenarios/arm64-locked-memslots/reset.conf").toAbsolutePath().toString();
        String found = cli.runOut("check", reset, "--model", "sc", "--json").result().get("schedule").asText();
        JsonNode result = cli.run("explain", found, "--json").result();
        assertThat(result.get("triage").findValuesAsText("model")).containsExactly("sc", "tso");
        assertThat(result.get("scenes").findValue("memory").get(0).asText())
                .isEqualTo("page0.line: memory 2, cache 3 dirty");
        assertThat(cli.run("explain", found).out())
                .contains("line_write(page.line) := 3 [memory 2,", "dc_civac of vmm",
                        "page0.line: memory 2, cache 3 dirty");
    }

    @Test
    void quiet_is_the_sentence_alone() {
        assertThat(text("--quiet").lines()).singleElement().asString().contains("overtook").endsWith("is broken.");
    }

    @Test
    void the_document_has_all_parts() {
        JsonNode result = cli.run("explain", schedule, "--json").result();
        assertThat(result.get("command").asText()).isEqualTo("explain");
        assertThat(result.get("sentence").asText()).contains("overtook");
        assertThat(result.get("remedy").get("fences").get(0).get("fence").asText()).isEqualTo("smp_mb");
        assertThat(result.get("remedy").get("answer").asText()).isEqualTo("never broken");
        assertThat(result.get("triage").findValuesAsText("model")).startsWith("sc", "tso");
        assertThat(result.get("scenes").get(0).get("memory")).isNotEmpty();
        assertThat(result.get("trace")).isNotEmpty();
        assertThat(result.get("cycle")).isEmpty();
    }

    @Test
    void a_run_that_breaks_nothing_any_more_is_not_explained() throws IOException {
        cli.storeBuffering("sb", "params { fence = smp-mb }", EXPECT);
        cli.run("explain", schedule).refusedWith("cannot be explained, for it breaks nothing: pick ");
    }
}
