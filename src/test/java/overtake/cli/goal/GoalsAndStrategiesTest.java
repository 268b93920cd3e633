package overtake.cli.goal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.cli.Cli;

/// Goals of scenarios in `fuzz`, `run` and `check`, and the table of strategies.
final class GoalsAndStrategiesTest {
    private static final String OVERTAKEN = """
        goals = [ "cpu0 store_then_load/READ_ONCE(memory.y) before cpu0 store_then_load/WRITE_ONCE(memory.x)"
                  "cpu0 store_then_load/READ_ONCE(memory.y) reads cpu1 run/WRITE_ONCE(memory.y)" ]
        """;

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void newCli() {
        cli = new Cli(folder);
    }

    private JsonNode goals(String command, String model) throws IOException {
        String scenario = cli.storeBuffering("sb", "params { fence = smp-wmb, writer-only = true }",
                "expect { sc = pass, tso = pass, lkmm = pass }", OVERTAKEN);
        JsonNode result =
                cli.run(command, scenario, "--model", model, "--json", "--quiet").json().get("results").get(0);
        assertThat(result.get("verdict").asText()).isNotEqualTo("fail");
        return result.get("goals");
    }

    @Test
    void an_overtaking_is_a_goal_that_tso_reaches_and_sc_does_not() throws IOException {
        for (String command : new String[] {"fuzz", "run", "check"}) {
            JsonNode under = goals(command, "sc");
            assertThat(under.get(0).get("reached").asBoolean()).as(command).isFalse();
            assertThat(under.get(0).get("nearest").asText()).as(command).contains("2 operations after");
            assertThat(under.get(0).get("instead").get(0).get("executions").asLong()).as(command).isEqualTo(2000);
            assertThat(under.get(1).get("reached").asBoolean()).as(command).isTrue();
            assertThat(goals(command, "tso").get(0).get("reached_in").asLong()).as(command).isPositive();
        }
    }

    @Test
    void people_are_told_what_happened_instead() throws IOException {
        String scenario = cli.storeBuffering("sb", "params { writer-only = true }", "expect { sc = pass }", OVERTAKEN);
        String out = cli.run("fuzz", scenario, "--model", "sc").out();
        assertThat(out).contains("NOT reached in 2,000 executions", "instead, in 2,000: ", "at the nearest ",
                "reached in ");
    }

    @Test
    void a_goal_that_is_none_is_wrong_input() throws IOException {
        String scenario = cli.storeBuffering("sb", "expect { sc = pass }", "goals = [\"cpu0 sleeps\"]");
        cli.run("fuzz", scenario).refusedWith("sb.conf:7: `cpu0 sleeps`: cpu0 has no site sleeps");
    }

    @Test
    void strategies_are_measured_on_what_must_fail() throws IOException {
        String scenario = cli.storeBuffering("sb", "models = [sc, tso]", "expect { sc = pass, tso = fail }");
        Path page = folder.resolve("page.md");
        JsonNode results = cli.run("bench", scenario, "--strategies", "--seeds", "3", "--cap", "200", "--page",
                page.toString(), "--json", "--quiet").json().get("results");
        assertThat(results.findValuesAsText("unit")).contains("executions", "CPU-ms", "seeds with a violation");
        assertThat(results.findValuesAsText("name")).allMatch(name -> name.contains(" tso "))
                .anyMatch(name -> name.endsWith("portfolio"));
        assertThat(Files.readString(page)).startsWith("# Strategies").contains("| tso |")
                .contains("Portfolio within 2 times");
    }

    @Test
    void more_executions_than_the_cap_are_shown_as_such() throws IOException {
        String scenario = cli.storeBuffering("sb", "models = [sc]", "expect { sc = fail }");
        String out = cli.run("bench", scenario, "--strategies", "--seeds", "3", "--cap", "20").out();
        assertThat(out).contains(">20 (0)");
    }
}
