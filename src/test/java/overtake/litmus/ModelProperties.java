package overtake.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.strategy.RandomWalk;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.Program;

/// Laws of the models, on random programs. A failing seed is in the message.
class ModelProperties {
    private static final int PROGRAMS = 150;
    private static final int WALKS = 2000;
    private static final int MAX_STEPS = 500;

    private static List<String> states(LitmusTest test, MemoryModel model) {
        HerdOutcome outcome = LitmusRunner.outcome(test, model);
        assertThat(outcome.complete()).isTrue();
        return outcome.states();
    }

    @Test
    void what_sc_allows_tso_allows_and_what_tso_allows_lkmm_allows() {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            LitmusTest test = RandomLitmus.of(seed).test();
            List<String> sc = states(test, new Sc());
            List<String> tso = states(test, new Tso());
            assertThat(tso).as("seed %d", seed).containsAll(sc);
            assertThat(states(test, new Lkmm())).as("seed %d", seed).containsAll(tso);
        }
    }

    @Test
    void a_fence_never_adds_an_outcome() {
        List<String> fences = List.of("smp_mb();", "smp_rmb();", "smp_wmb();", "synchronize_rcu();");
        for (int seed = 0; seed < PROGRAMS; seed++) {
            RandomLitmus program = RandomLitmus.of(seed);
            String fence = fences.get(seed % 3);
            for (MemoryModel model : List.of(new Tso(), new Lkmm())) {
                List<String> without = states(program.test(), model);
                List<String> with = states(program.test(seed % program.threads(), seed / 3, fence), model);
                assertThat(without).as("seed %d under %s", seed, model.name()).containsAll(with);
            }
        }
    }

    @Test
    void random_walks_end_where_the_search_does() {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            LitmusTest test = RandomLitmus.of(seed).test();
            List<String> walked = walk(test, seed);
            assertThat(states(test, new Lkmm())).as("seed %d", seed).containsAll(walked);
        }
    }

    private static List<String> walk(LitmusTest test, int seed) {
        TreeSet<overtake.property.Outcome> outcomes = new TreeSet<>();
        try (Engine engine = new MachineEngine(test.world(), new Lkmm(), test.bounds())) {
            RandomWalk strategy = new RandomWalk(seed);
            for (int i = 0; i < WALKS; i++) {
                strategy.begin(i);
                if (engine.run(strategy, MAX_STEPS) == Engine.Ending.COMPLETED) {
                    outcomes.add(outcome(test, engine));
                }
            }
        }
        return HerdOutcome.of(test, outcomes, List.of(), true).states();
    }

    private static overtake.property.Outcome outcome(LitmusTest test, Engine engine) {
        java.util.TreeMap<String, Integer> values = new java.util.TreeMap<>();
        List<Program> programs = new ArrayList<>(test.world().programs());
        for (int agent = 0; agent < programs.size(); agent++) {
            List<String> names = programs.get(agent).observations();
            for (int slot = 0; slot < names.size(); slot++) {
                values.put(programs.get(agent).agent() + ":" + names.get(slot), engine.observation(agent, slot));
            }
        }
        for (int cell : test.cells()) {
            values.put(test.world().cells().get(cell).name(), engine.cell(cell));
        }
        return new overtake.property.Outcome(values);
    }
}
