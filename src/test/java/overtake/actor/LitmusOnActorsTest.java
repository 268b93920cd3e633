package overtake.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.explore.strategy.RandomWalk;
import overtake.litmus.LitmusReader;
import overtake.litmus.LitmusTest;
import overtake.memory.MemoryModel;
import overtake.support.RunRecord;

/// Actors and machine make the same runs of litmus tests, which have operations that no agent of the other tests has.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LitmusOnActorsTest {
    private static final Path CORPUS = Path.of("src/test/resources", "litmus");
    private static final int EVERY = 20;
    private static final int SEEDS = 20;
    private static final int MAX_STEPS = 200;

    private ActorRuntime runtime;

    @BeforeAll
    void start() {
        runtime = new ActorRuntime();
    }

    @AfterAll
    void end() {
        runtime.close();
    }

    static List<Path> sample() throws IOException {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".litmus")).sorted().toList();
            return Stream.iterate(0, i -> i < all.size(), i -> i + EVERY).map(all::get).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("sample")
    void a_litmus_test_runs_alike(Path file) {
        runAlike(LitmusReader.read(file, file.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "*x = 1; r0 = spin_trylock(s); *y = 1; if (r0) spin_unlock(s);",
        "spin_lock(s); *x = 1; spin_unlock(s); r0 = spin_trylock(s); r1 = spin_is_locked(s);",
        "*x = 1; spin_lock(s); r0 = spin_is_locked(s); spin_unlock(s); r1 = spin_is_locked(s);",
        "r0 = srcu_read_lock(ss); r1 = srcu_read_lock(ss); srcu_read_unlock(ss, r0); *x = 1; srcu_read_unlock(ss, r1);",
        "r0 = srcu_read_lock(ss); *x = 1; srcu_read_unlock(ss, r0); smp_mb__after_srcu_read_unlock(); synchronize_srcu(ss);"
    })
    void operations_that_only_litmus_tests_have_run_alike(String statements) {
        StringBuilder text = new StringBuilder("C alike\n{}\n");
        for (int thread = 0; thread < 3; thread++) {
            text.append("P%d(int *x, int *y, spinlock_t *s, struct srcu_struct *ss) { int r0; int r1; %s }\n"
                    .formatted(thread, statements));
        }
        runAlike(LitmusReader.read("alike.litmus", text + "exists (0:r0=0 /\\ 0:r1=0)"));
    }

    private void runAlike(LitmusTest test) {
        for (MemoryModel model : MemoryModel.all()) {
            try (Engine machine = new MachineEngine(test.world(), model, test.bounds());
                    Engine actors = runtime.open(test.world(), model, test.bounds())) {
                Strategy strategy = new RandomWalk(1);
                for (int seed = 0; seed < SEEDS; seed++) {
                    strategy.begin(seed);
                    RunRecord expected = RunRecord.of(machine, strategy, MAX_STEPS);
                    strategy.begin(seed);
                    assertThat(RunRecord.of(actors, strategy, MAX_STEPS))
                            .as("%s, seed %d", model.name(), seed)
                            .isEqualTo(expected);
                }
            }
        }
    }
}
