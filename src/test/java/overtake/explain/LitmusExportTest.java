package overtake.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.shrink.Shrinker;
import overtake.explore.strategy.RandomWalk;
import overtake.litmus.HerdOutcome;
import overtake.litmus.LitmusReader;
import overtake.litmus.LitmusRunner;
import overtake.machine.Bounds;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.Invariant.When;
import overtake.program.LockKind;
import overtake.program.World;
import overtake.support.Script;

/// Violations as litmus tests: what the run did is possible under the kernel's model, and impossible with the fences of the remedy.
final class LitmusExportTest {
    private static Explanation explain(World world, MemoryModel model) {
        try (Engine engine = new MachineEngine(world, model, Bounds.DEFAULT)) {
            RandomWalk walk = new RandomWalk(11);
            for (int i = 0; i < 20_000; i++) {
                walk.begin(i);
                if (engine.run(walk, 400) == Engine.Ending.VIOLATED) {
                    List<Integer> steps = IntStream.range(0, engine.steps()).map(engine::step).boxed().toList();
                    return new Explainer(world, model, Bounds.DEFAULT, 400)
                            .explain(new Shrinker(world, model, Bounds.DEFAULT, 400).shrink(steps).steps());
                }
            }
        }
        throw new AssertionError("no violation of " + world.name() + " under " + model.name());
    }

    private static World messagePassing(String... reader) {
        return Script.named("mp")
                .agent("a", "write x 1", "write y 1")
                .agent("b", reader)
                .world();
    }

    private static World stores() {
        return Script.named("2+2w")
                .agent("a", "write x 1", "write y 2")
                .agent("b", "write y 1", "write x 2")
                .invariant("last", When.FINALLY, "ghost x %0", "if %0 != 1 out", "ghost y %1", "if %1 != 1 out",
                        "fail last", ": out")
                .world();
    }

    private static World storeAndRead() {
        return Script.named("r")
                .agent("a", "write x 1", "wmb", "write y 1")
                .agent("b", "write y 2", "mb", "read x %0", "write seen %0", "write done 1")
                .invariant("one", When.FINALLY, "ghost seen %0", "if %0 != 0 out", "ghost y %1", "if %1 != 2 out",
                        "fail one", ": out")
                .world();
    }

    private static World underLocks() {
        return Script.named("locks")
                .lock("l", LockKind.SPINLOCK)
                .lock("m", LockKind.SPINLOCK)
                .agent("a", "lock l", "write x 1", "unlock l", "read y %0", "write r0 1", "write s0 %0")
                .agent("b", "write y 1", "mb", "lock m", "read x %0", "unlock m", "write r1 1", "write s1 %0")
                .invariant("seen", When.FINALLY, "ghost s0 %0", "if %0 != 0 out", "ghost s1 %1", "if %1 != 0 out",
                        "fail seen", ": out")
                .world();
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of(messagePassing("read y %0", "rmb", "read x %1", "if %0 == 0 out", "if %1 != 0 out",
                        "fail stale", ": out"), new Lkmm(), "[po] ; rf ; smp_rmb ; fr"),
                Arguments.of(messagePassing("read y %0", "read x %1", "if %0 == 0 out", "if %1 != 0 out",
                        "fail stale", ": out"), new Lkmm(), "[po] ; rf ; [po] ; fr"),
                Arguments.of(stores(), new Lkmm(), "[po] ; co ; [po] ; co"),
                Arguments.of(storeAndRead(), new Lkmm(), "smp_wmb ; co ; smp_mb ; fr"),
                Arguments.of(underLocks(), new Tso(), "[po] ; fr ; smp_mb ; fr"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("violations")
    void a_violation_is_a_test_that_the_kernels_model_allows_and_forbids_with_fences(
            World world, MemoryModel model, String shape) {
        Explanation explanation = explain(world, model);
        assertThat(explanation.cycle().getFirst()).startsWith(shape + ":");
        assertThat(verdict(explanation.litmus().test().orElseThrow())).isEqualTo(HerdOutcome.Verdict.SOMETIMES);
        assertThat(verdict(explanation.litmus().forbidden().orElseThrow())).isEqualTo(HerdOutcome.Verdict.NEVER);
        assertThat(explanation.litmus().reason()).isEmpty();
    }

    private static HerdOutcome.Verdict verdict(String text) {
        return LitmusRunner.outcome(LitmusReader.read("exported.litmus", text), new Lkmm()).verdict();
    }

    @Test
    void what_interleaving_does_is_no_litmus_test() {
        World world = Script.named("lost-update")
                .agent("a", "read n %0", "sub %0 -1 %0", "write n %0")
                .agent("b", "read n %0", "sub %0 -1 %0", "write n %0")
                .invariant("counted", When.FINALLY, "ghost n %0", "sub %0 2 %0", "warn %0 counted")
                .world();
        Explanation explanation = explain(world, new Sc());
        assertThat(explanation.litmus().test()).isEmpty();
        assertThat(explanation.litmus().reason()).startsWith("it happens without any overtaking");
    }

    @Test
    void a_name_cannot_end_a_comment_or_leave_the_thread() {
        World world = Script.named("mp *) {} (*")
                .agent("a*)", "write x*);spin_lock(q);(* 1", "write y 1")
                .agent("b", "read y %0", "read x*);spin_lock(q);(* %1", "if %0 == 0 out", "if %1 != 0 out",
                        "fail stale", ": out")
                .world();
        String text = explain(world, new Lkmm()).litmus().test().orElseThrow();
        assertThat(text).doesNotContain("spin_lock(q)");
        assertThat(verdict(text)).isEqualTo(HerdOutcome.Verdict.SOMETIMES);
    }
}
