package overtake.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import overtake.axiom.Candidates;
import overtake.axiom.GraphRecorder;
import overtake.axiom.Judge;
import overtake.axiom.Judgement;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.strategy.RandomWalk;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.property.Outcome;

/// Laws between the machine and the axioms, on random programs. A failing seed is in the message.
class AxiomProperties {
    private static final int PROGRAMS = 60;
    private static final int NIGHTLY_PROGRAMS = 3000;
    private static final long MAX_GRAPHS = 30_000;
    private static final int WALKS = 10;
    private static final int MAX_STEPS = 500;

    /// Every graph that the axioms accept has its outcome produced by the machine, and the machine produces no other.
    @Test
    void the_machine_and_the_axioms_allow_the_same_outcomes() {
        compare(0, PROGRAMS);
    }

    @Test
    @Tag("nightly")
    void the_machine_and_the_axioms_allow_the_same_outcomes_of_many_programs() {
        compare(PROGRAMS, NIGHTLY_PROGRAMS);
    }

    private static void compare(int from, int to) {
        int compared = 0;
        for (int seed = from; seed < to; seed++) {
            LitmusTest test = RandomLitmus.of(seed).test();
            TreeSet<Outcome> outcomes = new TreeSet<>();
            Candidates.Result result = Candidates.enumerate(test.world(), test.cells(), MAX_GRAPHS,
                    execution -> outcomes.add(new Outcome(execution.values())));
            if (result.complete()) {
                List<String> axioms = HerdOutcome.of(test, outcomes, List.of(), true).states();
                assertThat(LitmusRunner.outcome(test, new Lkmm()).states()).as("seed %d", seed).isEqualTo(axioms);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan((to - from) * 3 / 4);
    }

    @Test
    void every_run_is_an_execution_that_the_axioms_allow() {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            for (MemoryModel model : MemoryModel.all()) {
                judge(RandomLitmus.of(seed).test(), model, seed);
            }
        }
    }

    private static void judge(LitmusTest test, MemoryModel model, int seed) {
        try (Engine engine = new MachineEngine(test.world(), model, test.bounds())) {
            RandomWalk strategy = new RandomWalk(seed);
            for (int i = 0; i < WALKS; i++) {
                strategy.begin(i);
                GraphRecorder recorder = new GraphRecorder(test.world(), model);
                engine.journal(recorder);
                if (engine.run(strategy, MAX_STEPS) == Engine.Ending.COMPLETED) {
                    Judgement judgement = Judge.judge(recorder.graph());
                    assertThat(judgement.cycle()).as("seed %d, %s", seed, model.name()).isEmpty();
                    assertThat(judgement.allowed()).isTrue();
                }
            }
        }
    }
}
