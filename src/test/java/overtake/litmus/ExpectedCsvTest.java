package overtake.litmus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.memory.Sc;

class ExpectedCsvTest {
    private static final String HEADER = "test,model,verdict,holds,states,flags,ms,names,final\n";

    @TempDir
    private Path folder;

    private ExpectedCsv csv(String lines) throws IOException {
        return ExpectedCsv.read(Files.writeString(folder.resolve("expected.csv"), HEADER + lines));
    }

    private static HerdOutcome outcome() {
        return LitmusRunner.outcome(Litmus.test("exists (x=1 /\\ 1:r0=0)", "*x = 1;", "r0 = *x;"), new Sc());
    }

    @Test
    void a_line_is_read_column_by_column() throws IOException {
        ExpectedCsv csv = csv("a/b.litmus,sc,Sometimes,Ok,2,data-race mixed-accesses,12,1:r0 x,0 1|1 1\n");
        assertThat(csv.size()).isOne();
        assertThat(csv.row("a/b.litmus", "tso")).isEmpty();
        ExpectedCsv.Row row = csv.row("a/b.litmus", "sc").orElseThrow();
        assertThat(row.flags()).containsExactly("data-race", "mixed-accesses");
        assertThat(row.milliseconds()).isEqualTo(12);
        assertThat(row.names()).containsExactly("1:r0", "x");
        assertThat(row.states()).containsExactly("0 1", "1 1");
    }

    @Test
    void an_answer_that_agrees_has_no_differences() throws IOException {
        ExpectedCsv.Row row =
                csv("t,sc,Sometimes,Ok,2,,12,1:r0 x,0 1|1 1\n").row("t", "sc").orElseThrow();
        assertThat(ExpectedCsv.differences(row, outcome())).isEmpty();
    }

    @Test
    void every_difference_is_named() throws IOException {
        ExpectedCsv.Row row =
                csv("t,sc,Always,No,2,data-race,12,1:r1 x,0 1|2 2\n").row("t", "sc").orElseThrow();
        assertThat(ExpectedCsv.differences(row, outcome()))
                .containsExactly(
                        "verdict Sometimes, recorded Always",
                        "condition Ok, recorded otherwise",
                        "observes [1:r0, x], recorded [1:r1, x]",
                        "state 1 1 is not recorded",
                        "state 2 2 is missing",
                        "flags [], recorded [data-race]");
    }

    @Test
    void an_answer_that_is_not_complete_never_agrees() throws IOException {
        ExpectedCsv.Row row =
                csv("t,sc,Never,No,0,,12,,\n").row("t", "sc").orElseThrow();
        HerdOutcome cut = new HerdOutcome(
                List.of(), List.of(), HerdOutcome.Verdict.NEVER, false, 0, 0, List.of(), false);
        assertThat(ExpectedCsv.differences(row, cut)).containsExactly("not all executions were seen");
    }

    @Test
    void a_line_of_another_form_is_refused() {
        assertThatThrownBy(() -> csv("t,sc\n"))
                .isInstanceOf(LitmusException.class)
                .hasMessageEndingWith("expected.csv:2: 2 fields; expected 9");
        assertThatThrownBy(() -> csv("t,sc,Never,No,0,,soon,,\n"))
                .isInstanceOf(LitmusException.class)
                .hasMessageEndingWith("expected.csv:2: ms is `soon`; expected a number");
    }

    @Test
    void a_file_of_another_kind_is_refused() throws IOException {
        Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n");
        assertThatThrownBy(() -> ExpectedCsv.read(other))
                .isInstanceOf(LitmusException.class)
                .hasMessageEndingWith("other.csv:1: another header; expected test,model,...");
    }
}
