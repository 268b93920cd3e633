package overtake.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import overtake.explore.Exhaustive;
import overtake.litmus.ExpectedCsv;
import overtake.litmus.HerdOutcome;
import overtake.litmus.LitmusReader;
import overtake.litmus.LitmusTest;
import overtake.memory.Lkmm;

/// Each rule of `lkmm`, switched off, makes a test of the corpus end in other states than herd7 recorded.
class LkmmRulesTest {
    private static final Path CORPUS = Path.of("src/test/resources", "litmus");
    private static final ExpectedCsv EXPECTED = ExpectedCsv.read(CORPUS.resolve("expected.csv"));
    private static final long MAX_STATES = 1_000_000;

    private static List<String> states(String name, Rules rules) {
        LitmusTest test = LitmusReader.read(CORPUS.resolve(name), name);
        Machine machine = new Machine(test.world(), new Lkmm(), test.bounds(), rules);
        Exhaustive.Result result = Exhaustive.explore(machine, test.cells(), MAX_STATES);
        return HerdOutcome.of(test, result.outcomes(), List.of(), result.complete()).states();
    }

    private static List<String> recorded(String name) {
        return EXPECTED.row(name, "lkmm").orElseThrow().states();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        ACQUIRE, MP/MP+mb+acq.litmus
        RELEASE, LB/LB+rel+rel.litmus
        RELEASE_CARRIES, ATOMIC/release-seq.litmus
        READ_FENCE, ATOMIC/relseq-cas+rel.litmus
        WRITE_FENCE, ATOMIC/relseq-cas+wmb.litmus
        WRITE_FENCE_CARRIES, ATOMIC/relseq-one+wmb.litmus
        FULL_FENCE, 4.SB/4.SB+mb+mb+mb+mb.litmus
        FULL_FENCE_SPREADS, IRIW/IRIW+o+mb+o+mb.litmus
        CONTROL, DEP/ctrl-else.litmus
        SAME_CELL, Co/Co-init.litmus
        READ_READ, Co/CoRR+po.litmus
        KNOWN_TO_READ, ATOMIC/release-seq.litmus
        KNOWN_TO_WRITE, Co/CoWW+reader.litmus
        ATOMICITY, ATOMIC/inc3.litmus
        RELEASE_SEQUENCE, ATOMIC/release-seq.litmus
        FULL_ATOMICS, ATOMIC/taslock_full.litmus
        BEFORE_ATOMIC, SB/SB+midbainc+mb.litmus
        AFTER_ATOMIC, ATOMIC/rmb-void.litmus
        AFTER_SPINLOCK, LOCK/2+2W+mb+lkinas.litmus
        AFTER_UNLOCK_LOCK, LOCK/al-three.litmus
        AFTER_SRCU_READ_UNLOCK, SRCU/unlock-asu+gp.litmus
        UNLOCK_LOCK, LOCK/LB+ulvl+mb.litmus
        UNLOCK_LOCK_CARRIES, LOCK/MP+ulul+mb.litmus
        EXCLUSION, KVM/mmuseq+acq.litmus
        GRACE_WAITS, GP/rcu-branch.litmus
        GRACE_COLLECTS, GP/rcu-reader-writes2.litmus
        SECTION_HEARS, GP/rcu-branch.litmus
        SECTION_HOLDS, GP/rcu-branch.litmus
        """)
    void without_the_rule_more_is_allowed(Rule rule, String test) {
        assertThat(states(test, Rules.ALL)).isEqualTo(recorded(test));
        assertThat(states(test, Rules.ALL.without(rule))).containsAll(recorded(test)).isNotEqualTo(recorded(test));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        VOID_ATOMICS, ATOMIC/void-rmb.litmus
        FAILURE_IS_FREE, LB/LB+midfail+mb.litmus
        PLAIN, PLAIN/data-plain+wmb.litmus
        FORWARDING, DEP/read-ctrl-rfi-addr.litmus
        """)
    void without_the_exception_less_is_allowed(Rule rule, String test) {
        assertThat(states(test, Rules.ALL)).isEqualTo(recorded(test));
        assertThat(recorded(test)).containsAll(states(test, Rules.ALL.without(rule))).isNotEqualTo(
                states(test, Rules.ALL.without(rule)));
    }

    @Test
    void every_rule_has_its_twin() {
        assertThat(Rule.values()).hasSize(32);
    }
}
