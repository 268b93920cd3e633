package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A world in one Java file beside its scenario, through the commands.
final class SingleFileTest {
    private static final String SOURCE = """
        import static overtake.kernel.Kernel.*;

        import overtake.kernel.*;

        public record Dekker(@Param(value = "false", meaning = "the full barriers are there") boolean fences)
                implements ModelWorld {
            static final class Flags {
                int mine;
                int other;
                int inside;
            }

            record First(Flags flags, boolean fences) implements Agent {
                public void run() {
                    WRITE_ONCE(flags.mine, 1);
                    if (fences) smp_mb();
                    if (READ_ONCE(flags.other) == 0) enter(flags);
                }
            }

            record Second(Flags flags, boolean fences) implements Agent {
                public void run() {
                    WRITE_ONCE(flags.other, 1);
                    if (fences) smp_mb();
                    if (READ_ONCE(flags.mine) == 0) enter(flags);
                }
            }

            static void enter(Flags flags) {
                ensure("alone", atomic_inc_return(flags.inside) == 1);
            }

            public void compose(Composition composition) {
                var flags = new Flags();
                composition.agent("first", new First(flags, fences));
                composition.agent("second", new Second(flags, fences));
            }
        }
        """;

    @TempDir
    private Path folder;

    private Cli cli;
    private String scenario = "";

    @BeforeEach
    void write() throws IOException {
        cli = new Cli(folder);
        Files.writeString(folder.resolve("Dekker.java"), SOURCE);
        scenario = cli.scenario("dekker", """
            java    = "Dekker.java"
            models  = [sc, tso]
            explore { runs = 500 }
            expect  { sc = pass, tso = fail, property = alone }
            """);
    }

    @Test
    void it_is_run_listed_and_shown() {
        assertThat(cli.runOut("run", scenario).out()).contains("2 as expected", "0 not", "0 errors");
        assertThat(cli.run("list", folder.toString()).out()).contains("dekker.conf", "sc pass, tso fail");
        assertThat(cli.run("disasm", scenario, "first").out())
                .contains("Dekker.java:15", "WRITE_ONCE(flags.mine, 1);", "- run/WRITE_ONCE(flags.mine)");
    }

    @Test
    void parameters_and_changes_work_as_for_shipped_worlds() {
        assertThat(cli.runOut("fuzz", scenario, "--model", "tso", "--set", "params.fences=true").exit()).isZero();
        assertThat(cli
                .runOut("fuzz", scenario, "--model", "tso", "--set", "params.fences=true", "--drop", "First.run/smp_mb")
                .exit()).isEqualTo(1);
        cli.run("fuzz", scenario, "--set", "params.fense=true").refusedWith("did you mean fences?");
    }

    @Test
    void a_schedule_replays_and_says_when_the_source_has_changed() throws IOException {
        JsonNode found = cli.runOut("fuzz", scenario, "--model", "tso", "--json").result();
        String schedule = found.get("schedule").asText();
        assertThat(Files.readString(Path.of(schedule))).containsPattern("sha256 = \"[0-9a-f]{64}\\+[0-9a-f]{64}\"");
        assertThat(cli.run("replay", schedule).err()).isEmpty();
        Files.writeString(folder.resolve("Dekker.java"), SOURCE + "// changed\n");
        Cli.Done replayed = cli.run("replay", schedule);
        assertThat(replayed.exit()).isZero();
        assertThat(replayed.err()).contains("Dekker.java is not the file that the schedule was recorded on")
                .doesNotContain("dekker.conf is not");
    }

    @Test
    void an_error_in_the_source_is_wrong_input() throws IOException {
        Files.writeString(folder.resolve("Dekker.java"), SOURCE.replace("import static", "// import static"));
        cli.run("fuzz", scenario).refusedWith("Dekker.java:15: error: cannot find symbol")
                .refusedWith("advice:   import static overtake.kernel.Kernel.*;");
        assertThat(cli.run("fuzz", scenario, "--json").json().get("errors").get(0).get("line").asInt()).isEqualTo(15);
    }
}
