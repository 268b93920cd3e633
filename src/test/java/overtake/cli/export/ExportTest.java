package overtake.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;
import overtake.cli.Cli;

final class ExportTest {
    private static final String HOSTILE = "<x y=\"&'\u0001]]>";

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void open() {
        cli = new Cli(folder);
    }

    private static void validateXml(String text) throws SAXException, IOException {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Path.of("src/test/resources/schema/junit.xsd").toFile())
                .newValidator()
                .validate(new StreamSource(new StringReader(text)));
    }

    private static JsonNode validJson(String text) throws IOException {
        try (InputStream stream =
                ExportTest.class.getClassLoader().getResourceAsStream("schema/sarif-schema-2.1.0.json")) {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                    .getSchema(Objects.requireNonNull(stream));
            JsonNode document = new JsonMapper().readTree(text);
            assertThat(schema.validate(document)).isEmpty();
            return document;
        }
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /// A folder with a scenario that is as expected, one that is not, and one that cannot be read.
    private String scenarios() throws IOException {
        cli.storeBuffering("as-expected", "params { fence = smp-mb }", "expect { sc = pass, tso = pass }");
        cli.storeBuffering("expected-to-fail", "params { fence = smp-wmb }", "expect { sc = pass, tso = fail }");
        String one = cli.storeBuffering("wrong", "params { fence = smp-wmb }", "expect { sc = pass, tso = pass }");
        Path folder = Path.of(one).getParent();
        Files.writeString(Objects.requireNonNull(folder).resolve("unreadable.conf"), "nonsense = 1\n");
        return folder.toString();
    }

    @Test
    void junit_has_a_case_for_each_scenario_and_model() throws Exception {
        Cli.Done done = cli.runOut("run", scenarios(), "--junit", file("junit.xml"), "--model", "tso");
        assertThat(done.exit()).isEqualTo(2);
        String xml = text("junit.xml");
        validateXml(xml);
        assertThat(xml).contains("tests=\"4\" failures=\"1\" errors=\"1\"",
                "overtook its earlier WRITE_ONCE(memory.x) := 1", "./overtake replay ", "unknown key nonsense");
    }

    @Test
    void sarif_has_a_result_for_each_violation_and_a_notification_for_each_error() throws Exception {
        cli.runOut("run", scenarios(), "--sarif", file("log.sarif"), "--model", "tso");
        JsonNode run = validJson(text("log.sarif")).get("runs").get(0);
        assertThat(run.get("results")).hasSize(2);
        assertThat(run.get("results").findValuesAsText("level")).containsExactly("note", "error");
        assertThat(run.get("results").findValuesAsText("ruleId")).containsOnly("someone-sees");
        assertThat(run.get("results").get(1).get("message").get("text").asText())
                .startsWith("tso: fail, expected pass: someone-sees. cpu0's ");
        assertThat(run.get("results").get(1).get("properties").get("schedule").asText()).endsWith(".conf");
        assertThat(run.get("tool").get("driver").get("rules")).hasSize(1);
        JsonNode invocation = run.get("invocations").get(0);
        assertThat(invocation.get("executionSuccessful").asBoolean()).isFalse();
        assertThat(invocation.get("toolExecutionNotifications")).hasSize(1);
    }

    @Test
    void names_from_scenarios_are_escaped() throws Exception {
        var hostile = new RunCase(HOSTILE, "tso", 0.5, RunCase.State.FAILED, HOSTILE, HOSTILE, HOSTILE,
                Optional.of(HOSTILE));
        String xml =
                JunitXml.text(List.of(hostile), LocalDateTime.of(2026, 1, 2, 3, 4), 1, HOSTILE.replace("\u0001", ""));
        validateXml(xml);
        assertThat(xml).doesNotContain("<x ").contains("&lt;x y=&quot;&amp;");
        JsonNode document = validJson(SarifLog.text(List.of(hostile), "1"));
        assertThat(document.get("runs").get(0).get("results").get(0).get("ruleId").asText()).isEqualTo(HOSTILE);
    }

    @Test
    void the_schema_refuses_what_is_no_report() {
        assertThatThrownBy(() -> validateXml("<testsuite name='x'/>")).isInstanceOf(SAXException.class);
        assertThatThrownBy(() -> validJson("{\"version\": \"2.1.0\"}")).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_file_that_cannot_be_written_is_refused_before_the_work_begins() throws IOException {
        String scenarios = scenarios();
        cli.run("run", scenarios, "--junit", file("no/such/junit.xml"))
                .refusedWith("junit.xml\"; expected a file in a folder that exists");
        cli.run("run", scenarios, "--sarif", folder.toString()).refusedWith("expected a file in a folder that exists");
        cli.run("run", scenarios, "--junit", " ").refusedWith("--junit is \" \"; expected a path");
    }
}
