package overtake.explore.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import overtake.explore.Engine;
import overtake.explore.Exhaustive;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.litmus.LitmusReader;
import overtake.litmus.LitmusTest;
import overtake.machine.Machine;
import overtake.memory.Lkmm;
import overtake.program.Program;
import overtake.property.Outcome;

/// Fuzzing reaches at least 99 in 100 outcomes of small programs within 100,000 executions.
class FuzzReachProperties {
    private static final Path CORPUS = Path.of("src/test/resources", "litmus");
    private static final int RUNS = 100_000;
    private static final int MAX_STEPS = 500;

    @Test
    void fuzzing_reaches_nearly_all_outcomes_of_small_programs() {
        int reached = 0;
        int all = 0;
        for (String name : List.of("4.SB/4.SB+mb+mb+mb+mb.litmus", "MP/MP+mb+acq.litmus", "LB/LB+rel+rel.litmus",
                "IRIW/IRIW+o+mb+o+mb.litmus", "Co/CoRR+po.litmus", "ATOMIC/inc3.litmus", "ATOMIC/release-seq.litmus",
                "DEP/ctrl-else.litmus", "GP/rcu-branch.litmus", "LOCK/2+2W+mb+lkinas.litmus",
                "LOCK/MP+ulul+mb.litmus", "KVM/mmuseq+acq.litmus")) {
            LitmusTest test = LitmusReader.read(CORPUS.resolve(name), name);
            Machine machine = new Machine(test.world(), new Lkmm(), test.bounds());
            SortedSet<Outcome> possible = Exhaustive.explore(machine, test.cells(), 1_000_000).outcomes();
            SortedSet<Outcome> found = fuzzed(test, possible.size());
            assertThat(possible).as(name).containsAll(found);
            reached += found.size();
            all += possible.size();
        }
        assertThat(100 * reached).isGreaterThanOrEqualTo(99 * all);
    }

    private static SortedSet<Outcome> fuzzed(LitmusTest test, int enough) {
        SortedSet<Outcome> found = new TreeSet<>();
        FuzzPlan plan = new FuzzPlan("portfolio", 1, RUNS, MAX_STEPS, true);
        try (Engine engine = new MachineEngine(test.world(), new Lkmm(), test.bounds())) {
            Strategy strategy = plan.newStrategy(test.world(), plan.profile(engine));
            for (int i = 0; i < RUNS && found.size() < enough; i++) {
                strategy.begin(i);
                if (engine.run(strategy, MAX_STEPS) == Engine.Ending.COMPLETED) {
                    found.add(outcome(test, engine));
                }
            }
        }
        return found;
    }

    private static Outcome outcome(LitmusTest test, Engine engine) {
        TreeMap<String, Integer> values = new TreeMap<>();
        for (int agent = 0; agent < test.world().programs().size(); agent++) {
            Program program = test.world().programs().get(agent);
            for (int slot = 0; slot < program.observations().size(); slot++) {
                values.put(program.agent() + ":" + program.observations().get(slot), engine.observation(agent, slot));
            }
        }
        for (int cell : test.cells()) {
            values.put(test.world().cells().get(cell).name(), engine.cell(cell));
        }
        return new Outcome(values);
    }
}
