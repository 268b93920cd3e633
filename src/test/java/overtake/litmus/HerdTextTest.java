package overtake.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import overtake.memory.MemoryModel;
import overtake.memory.Tso;

class HerdTextTest {
    private static final Path CORPUS = Path.of("src/test/resources", "litmus");

    private static String text(String question) {
        LitmusTest test = LitmusReader.read("text.litmus", """
            C SB
            { p=x; }
            P0(int *x, int *y) { int r0; WRITE_ONCE(*x, 1); r0 = READ_ONCE(*y); }
            P1(int *x, int *y) { int r0; WRITE_ONCE(*y, 1); r0 = READ_ONCE(*x); }
            """ + question);
        return HerdText.of(new LitmusResult("text.litmus", test, "tso", LitmusRunner.outcome(test, new Tso()), 12.3));
    }

    @Test
    void a_result_looks_as_herd_prints_it() {
        assertThat(text("locations [p; 0:r0;] exists (0:r0=0 /\\ 1:r0=0)")).isEqualTo("""
            Test SB Allowed
            States 4
            0:r0=0; 1:r0=0; p=x;
            0:r0=0; 1:r0=1; p=x;
            0:r0=1; 1:r0=0; p=x;
            0:r0=1; 1:r0=1; p=x;
            Ok
            Witnesses
            Positive: 1 Negative: 3
            Condition exists (0:r0=0 /\\ 1:r0=0)
            Observation SB Sometimes 1 3
            Time SB 0.01
            """);
    }

    @Test
    void a_forbidden_proposition_has_its_negation_as_witness() {
        assertThat(text("~exists (0:r0=0 /\\ (1:r0=0 \\/ ~p=x))")).isEqualTo("""
            Test SB Forbidden
            States 4
            0:r0=0; 1:r0=0; p=x;
            0:r0=0; 1:r0=1; p=x;
            0:r0=1; 1:r0=0; p=x;
            0:r0=1; 1:r0=1; p=x;
            No
            Witnesses
            Positive: 3 Negative: 1
            Condition ~exists (0:r0=0 /\\ (1:r0=0 \\/ not (p=x)))
            Observation SB Sometimes 1 3
            Time SB 0.01
            """);
    }

    @Test
    void a_required_proposition_that_always_holds() {
        assertThat(text("filter (0:r0=1) forall (0:r0=1)")).isEqualTo("""
            Test SB Required
            States 1
            0:r0=1;
            Ok
            Witnesses
            Positive: 1 Negative: 0
            Condition forall (0:r0=1)
            Observation SB Always 1 0
            Time SB 0.01
            """);
    }

    @Test
    void flags_stand_behind_the_witnesses() {
        LitmusTest test = LitmusReader.read(
                "flag.litmus", "C flag\n{}\nP0(int *x, spinlock_t *s) { spin_unlock(s); }\nexists (x=0)");
        LitmusResult result = new LitmusResult("flag", test, "tso", LitmusRunner.outcome(test, new Tso()), 0);
        assertThat(HerdText.of(result))
                .contains("States 0\nNo\nWitnesses\nPositive: 0 Negative: 0\nFlag unbalanced-unlock\n");
    }

    @Test
    void a_folder_is_run_in_the_order_of_its_paths_and_named_relative_to_it() {
        List<String> heard = new ArrayList<>();
        LitmusRunner.Run run = LitmusRunner.run(
                CORPUS.resolve("Co"), List.of(new Tso()), result -> heard.add(result.path()));
        assertThat(run.problems()).isEmpty();
        assertThat(heard).startsWith("Co-init.litmus", "Co-mutual.litmus").isSorted().hasSize(19);
        assertThat(run.results()).hasSize(19).allMatch(result -> result.model().equals("tso"));
    }

    @Test
    void a_file_is_named_as_given_and_its_states_by_what_they_show() {
        Path file = CORPUS.resolve("Co/CoRW-alias.litmus");
        LitmusRunner.Run run = LitmusRunner.run(file, MemoryModel.all());
        assertThat(run.results().getFirst().path()).isEqualTo(file.toString());
        assertThat(run.results().getFirst().outcome().namedStates())
                .contains(Map.of("0:q0", "x", "0:r0", "0", "p", "x", "x", "1"));
    }

    @Test
    void files_that_cannot_be_read_do_not_stop_a_folder() {
        Path bad = Path.of("src/test/resources", "bad-input", "litmus");
        LitmusRunner.Run run = LitmusRunner.run(bad, MemoryModel.all());
        assertThat(run.results()).isEmpty();
        assertThat(run.problems()).contains("truncated.litmus:11: end of file; expected an expression");
    }
}
