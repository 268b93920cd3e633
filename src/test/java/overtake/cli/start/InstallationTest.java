package overtake.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import overtake.cli.start.Installation.Finding;
import overtake.cli.start.Installation.State;

final class InstallationTest {
    private static Finding finding(Installation installation, String name) {
        return installation.findings().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private static Installation with(Map<String, String> properties, boolean compiler) {
        return new Installation(properties, Map.of("PATH", ""), compiler);
    }

    @Test
    void here_everything_that_is_needed_is_there() {
        List<Finding> findings = Installation.here().findings();
        assertThat(findings).extracting(Finding::name)
                .contains("overtake", "JDK", "compiler", "Maven", "memory", "CPUs", "class archive", "schedules");
        assertThat(findings).extracting(Finding::state).doesNotContain(State.BAD);
        assertThat(findings).filteredOn(finding -> finding.state() == State.GOOD).extracting(Finding::advice)
                .containsOnly("");
    }

    @Test
    void an_old_java_and_a_runtime_without_compiler_are_bad() {
        Installation old = with(Map.of("java.specification.version", "21"), false);
        assertThat(finding(old, "JDK").state()).isEqualTo(State.BAD);
        assertThat(finding(old, "compiler").state()).isEqualTo(State.BAD);
        assertThat(DoctorCommand.line(finding(old, "compiler"))).isEqualTo(
                "NOT OK  compiler       none: this is a runtime (JRE); install a JDK 25 or set OVERTAKE_JAVA_HOME to one");
    }

    @Test
    void what_is_only_slower_or_only_for_builders_is_a_remark() {
        Installation bare = with(Map.of("java.specification.version", "25", "overtake.archive", "nowhere.jsa"), true);
        assertThat(finding(bare, "Maven").state()).isEqualTo(State.REMARK);
        assertThat(finding(bare, "class archive").found()).isEqualTo("not there yet: nowhere.jsa");
        assertThat(finding(bare, "JDK").state()).isEqualTo(State.GOOD);
    }
}
