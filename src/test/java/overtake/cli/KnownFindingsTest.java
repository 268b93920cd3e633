package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A register of known findings beside its scenarios.
final class KnownFindingsTest {
    @TempDir
    private Path folder;

    private Cli cli;
    private String scenario = "";
    private String register = "";

    @BeforeEach
    void write() throws IOException {
        cli = new Cli(folder);
        scenario = cli.storeBuffering("sb", "models = [sc, tso]\nexpect { sc = pass, tso = pass }");
        register = register("tso", "someone-sees", "2027-01-31");
    }

    private String register(String model, String property, String until) throws IOException {
        return cli.scenario("known", """
            findings = [{
              scenario = "sb.conf"
              models   = [%s]
              property = %s
              reason   = "the fix is on the list"
              until    = %s
            }]
            """.formatted(model, property, until));
    }

    private Cli.Done run(String command, String today, String... more) {
        String[] words = {command, scenario, "--known", register, "--today", today};
        String[] all = Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
        return cli.runOut(all);
    }

    @Test
    void an_accepted_finding_keeps_the_exit_code_at_zero() {
        Cli.Done done = run("run", "2027-01-31");
        assertThat(done.exit()).isZero();
        assertThat(done.out()).contains("2 as expected, 0 not", "accepted until 2027-01-31: the fix is on the list");
        assertThat(run("fuzz", "2026-12-31").exit()).isZero();
        assertThat(cli.runOut("run", scenario).exit()).as("without the register").isEqualTo(1);
    }

    @Test
    void the_day_after_it_is_a_failure_again() {
        Cli.Done done = run("run", "2027-02-01");
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).contains("NOT OK", "was accepted until 2027-01-31 only", "known.conf:1");
        assertThat(run("fuzz", "2027-02-01").exit()).isEqualTo(1);
    }

    @Test
    void a_finding_that_has_gone_is_a_failure_too() {
        for (String command : new String[] {"run", "fuzz"}) {
            Cli.Done done = run(command, "2026-12-31", "--set", "params.fence=smp-mb");
            assertThat(done.exit()).as(command).isEqualTo(1);
            assertThat(done.out()).contains("someone-sees is found no more; take the entry out of ");
        }
    }

    @Test
    void another_violation_is_not_accepted() throws IOException {
        register("tso", "deadlock", "2027-01-31");
        Cli.Done done = run("run", "2026-12-31");
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).contains("someone-sees is broken, and ").contains("accepts deadlock only");
    }

    @Test
    void results_say_what_the_register_says() {
        var results = run("run", "2026-12-31", "--json").json().get("results");
        assertThat(results.get(0).has("known")).isFalse();
        assertThat(results.get(1).get("known").get("status").asText()).isEqualTo("accepted");
        assertThat(results.get(1).get("verdict").asText()).isEqualTo("fail");
        assertThat(results.get(1).get("ok").asBoolean()).isTrue();
    }

    @Test
    void what_is_wrong_with_a_register_is_said_all_at_once() throws IOException {
        register("x86", "p", "soon");
        run("run", "2026-12-31").refusedWith("known.conf:3: unknown model x86")
                .refusedWith("known.conf:6: until is soon; expected a day such as 2027-01-31");
        cli.scenario("known", "findings = [{ scenario = \"sc.conf\", modles = [tso], reason = \"\" }]");
        run("run", "2026-12-31").refusedWith("there is no such file").refusedWith("the finding has no until")
                .refusedWith("unknown key modles").refusedWith("reason is empty");
        cli.scenario("known", "finding = []");
        run("run", "2026-12-31").refusedWith("missing key findings");
        run("run", "tomorrow").refusedWith("--today is tomorrow; expected a day such as 2027-01-31");
    }
}
