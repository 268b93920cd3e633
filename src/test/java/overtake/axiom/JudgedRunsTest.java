package overtake.axiom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.strategy.RandomWalk;
import overtake.litmus.LitmusReader;
import overtake.litmus.LitmusTest;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;

/// Runs of the machine, sampled, are executions that the axioms allow.
class JudgedRunsTest {
    private static final Path CORPUS = Path.of("src/test/resources", "litmus");
    private static final int WALKS = 6;
    private static final int MAX_STEPS = 1000;

    @ParameterizedTest
    @MethodSource("overtake.litmus.LitmusCorpusTest#families")
    void the_axioms_allow_what_the_machine_does(String family) throws IOException {
        List<String> forbidden = new ArrayList<>();
        try (Stream<Path> files = Files.list(CORPUS.resolve(family))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".litmus")).sorted().toList()) {
                LitmusTest test = LitmusReader.read(file, file.getFileName().toString());
                for (MemoryModel model : List.of(new Sc(), new Tso(), new Lkmm())) {
                    forbidden.addAll(forbidden(test, model));
                }
            }
        }
        assertThat(forbidden).isEmpty();
    }

    /// A run does not say which end of a section `srcu_read_lock` has read. The last one at the time may be what the model forbids, and another one what
    /// it allows.
    @Test
    void what_srcu_read_lock_read_is_whatever_the_axioms_allow() {
        LitmusTest test = LitmusReader.read("srcu.litmus", """
            C MP+srcs-wmb+srcs-rmb

            {
            }

            P0(struct srcu_struct *ss, int *x)
            {
            	int r0;

            	WRITE_ONCE(*x, 1);
            	smp_wmb();
            	r0 = srcu_read_lock(ss);
            	srcu_read_unlock(ss, r0);
            }

            P1(struct srcu_struct *ss, int *x)
            {
            	int r0;
            	int r1;

            	r0 = srcu_read_lock(ss);
            	smp_rmb();
            	r1 = READ_ONCE(*x);
            	srcu_read_unlock(ss, r0);
            }

            locations [1:r1;]
            exists (1:r1=0)
            """);
        int late = 0;
        int others = 0;
        try (Engine engine = new MachineEngine(test.world(), new Lkmm(), test.bounds())) {
            RandomWalk strategy = new RandomWalk(1);
            for (int i = 0; i < 300; i++) {
                strategy.begin(i);
                GraphRecorder recorder = new GraphRecorder(test.world(), new Lkmm());
                engine.journal(recorder);
                if (engine.run(strategy, MAX_STEPS) != Engine.Ending.COMPLETED) {
                    continue;
                }
                ExecutionGraph graph = recorder.graph();
                boolean first = new KernelModel(graph).broken().isEmpty();
                late += first ? 0 : 1;
                others += first ? 0 : (int) graph.others().count();
                assertThat(Judge.judge(graph).broken()).isEmpty();
            }
        }
        assertThat(late).isPositive();
        assertThat(others).isGreaterThanOrEqualTo(late);
    }

    static List<String> forbidden(LitmusTest test, MemoryModel model) {
        List<String> forbidden = new ArrayList<>();
        try (Engine engine = new MachineEngine(test.world(), model, test.bounds())) {
            RandomWalk strategy = new RandomWalk(1);
            for (int i = 0; i < WALKS; i++) {
                strategy.begin(i);
                GraphRecorder recorder = new GraphRecorder(test.world(), model);
                engine.journal(recorder);
                if (engine.run(strategy, MAX_STEPS) != Engine.Ending.COMPLETED) {
                    continue;
                }
                ExecutionGraph graph = recorder.graph();
                assertThat(graph.events()).isNotEmpty();
                Judgement judgement = Judge.judge(graph);
                if (!judgement.allowed()) {
                    forbidden.add(test.name() + " under " + model.name() + ", walk " + i + ": " + judgement);
                }
            }
        }
        return forbidden;
    }
}
