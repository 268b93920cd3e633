package overtake.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import overtake.axiom.Axiom;
import overtake.axiom.GraphRecorder;
import overtake.axiom.Judge;
import overtake.explore.strategy.RandomWalk;
import overtake.litmus.LitmusReader;
import overtake.litmus.LitmusTest;
import overtake.memory.Lkmm;

/// A machine that lacks a rule of `lkmm` makes runs that the judge forbids, by the axiom that the rule stands for.
class JudgeSeesMissingRulesTest {
    private static final Path CORPUS = Path.of("src/test/resources", "litmus");
    private static final int WALKS = 20_000;

    @ParameterizedTest
    @CsvSource(textBlock = """
        ACQUIRE, MP/MP+mb+acq.litmus, HAPPENS_BEFORE
        RELEASE, LB/LB+rel+rel.litmus, HAPPENS_BEFORE
        RELEASE_CARRIES, ATOMIC/release-seq.litmus, HAPPENS_BEFORE
        FULL_FENCE, 4.SB/4.SB+mb+mb+mb+mb.litmus, PROPAGATION
        FULL_FENCE_SPREADS, IRIW/IRIW+o+mb+o+mb.litmus, PROPAGATION
        CONTROL, LB/LB+mb+ctrl.litmus, HAPPENS_BEFORE
        SAME_CELL, Co/Co-init.litmus, COHERENCE
        READ_READ, Co/CoRR+po.litmus, COHERENCE
        ATOMICITY, ATOMIC/inc3.litmus, ATOMICITY
        BEFORE_ATOMIC, SB/SB+midbainc+mb.litmus, PROPAGATION
        AFTER_SPINLOCK, LOCK/2+2W+mb+lkinas.litmus, PROPAGATION
        GRACE_WAITS, GP/rcu-reader-writes2.litmus, RCU
        SECTION_HEARS, GP/rcu-branch.litmus, RCU
        """)
    void a_run_without_the_rule_is_forbidden(Rule rule, String name, Axiom axiom) {
        LitmusTest test = LitmusReader.read(CORPUS.resolve(name), name);
        Machine whole = new Machine(test.world(), new Lkmm(), test.bounds(), Rules.ALL);
        assertThat(forbids(test, whole, axiom, WALKS / 10)).isFalse();
        Machine lacking = new Machine(test.world(), new Lkmm(), test.bounds(), Rules.ALL.without(rule));
        assertThat(forbids(test, lacking, axiom, WALKS)).isTrue();
    }

    private static boolean forbids(LitmusTest test, Machine machine, Axiom axiom, int walks) {
        RandomWalk random = new RandomWalk(1);
        Choices choices = new Choices();
        for (int walk = 0; walk < walks; walk++) {
            random.begin(walk);
            GraphRecorder recorder = new GraphRecorder(test.world(), new Lkmm());
            machine.journal(recorder);
            int[] state = machine.initial();
            for (machine.enabled(state, choices); choices.size() > 0; machine.enabled(state, choices)) {
                machine.apply(state, choices.step(random.pick(choices)));
            }
            if (!machine.abandoned(state)
                    && Judge.judge(recorder.graph()).broken().filter(axiom::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
