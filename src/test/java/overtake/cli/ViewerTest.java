package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page of `explain --html`.
final class ViewerTest {
    private static final String EXPECT = "expect { sc = pass, tso = fail }";
    private static final String DATA = "<script type=\"application/json\" id=\"run\">";

    @TempDir
    private Path folder;

    private String page(String name) throws IOException {
        Cli cli = new Cli(folder);
        String scenario = cli.storeBuffering(name, EXPECT);
        String schedule = cli.runOut("fuzz", scenario, "--model", "tso", "--json").result().get("schedule").asText();
        String file = cli.inFolder("page.html");
        assertThat(cli.run("explain", schedule, "--quiet", "--html", file).exit()).isZero();
        return Files.readString(Path.of(file));
    }

    private static JsonNode data(String page) throws IOException {
        int from = page.indexOf(DATA) + DATA.length();
        return JsonMapper.builder().build().readTree(page.substring(from, page.indexOf("</script>", from)));
    }

    @Test
    void the_page_holds_the_run_and_refers_to_nothing_outside() throws IOException {
        String page = page("sb");
        JsonNode data = data(page);
        assertThat(data.get("agents")).extracting(JsonNode::asText).containsExactly("cpu0", "cpu1");
        assertThat(data.get("frames")).hasSize(data.get("picks").size() + 1);
        assertThat(data.get("lines")).anyMatch(line -> line.get("delivers").asInt() > 0);
        assertThat(page).contains("someone-sees is broken.", "default-src 'none'");
        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:", " src=", "@import",
                "<link");
    }

    @Test
    void hostile_names_stay_text() throws IOException {
        String page = page("</script><img src=x onerror=alert(1)>'\"&{{x}}");
        assertThat(page).doesNotContain("<img").contains("&lt;img src");
        assertThat(page.split("</script>", -1)).hasSize(3);
        assertThat(data(page).get("agents")).hasSize(2);
    }

    @Test
    void a_page_that_cannot_be_written_is_wrong_input() throws IOException {
        page("sb");
        Cli cli = new Cli(folder);
        cli.run("explain", cli.inFolder("runs/sb-tso-1.conf"), "--html", cli.inFolder("nowhere/page.html"))
                .refusedWith("cannot be written there");
    }
}
