package overtake.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.axiom.GraphRecorder;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckPlan.Observed;
import overtake.check.CheckPlan.Reductions;
import overtake.litmus.LitmusReader;
import overtake.litmus.LitmusTest;
import overtake.machine.Bounds;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.support.BenchWorlds;
import overtake.support.TestWorlds;

/// The reduced search finds what the full one finds: the same broken properties, the same outcomes, the same places reached.
final class ReductionTest {
    private static final long MOST_STATES = 30_000;
    private static final int SEEDS = 700;
    private static final int NIGHTLY_SEEDS = 100_000;

    private static final int FEW_STATES = 5_000;
    private static final int LKMM_SEEDS = 60;

    private long compared;
    private long fullStates;
    private long reducedStates;

    static Stream<World> worlds() {
        return Stream.of(TestWorlds.all(), BenchWorlds.all(), TestWorlds.withLines()).flatMap(List::stream);
    }

    private void compare(World world, MemoryModel model) {
        compare(world, model, Bounds.DEFAULT, MOST_STATES);
    }

    private void compare(World world, MemoryModel model, Bounds bounds, long mostStates) {
        List<Integer> cells = IntStream.range(0, world.cells().size()).boxed().toList();
        CheckPlan plan = CheckPlan.DEFAULT.withGoal(Goal.NAMES_ONLY).withOutcomes(Observed.of(cells))
                .withMaxStates(mostStates);
        CheckResult full = new Check(world, model, bounds, plan.withReduction(Reductions.OFF)).run();
        if (!full.complete()) {
            return;
        }
        CheckResult reduced = new Check(world, model, bounds, plan).run();
        String where = world.name() + " under " + model.name();
        assertThat(reduced.complete()).as(where).isTrue();
        assertThat(reduced.properties()).as(where).isEqualTo(full.properties());
        assertThat(reduced.outcomes()).as(where).isEqualTo(full.outcomes());
        assertThat(reduced.exercised()).as(where).isEqualTo(full.exercised());
        assertThat(reduced.verdict().word()).as(where).isEqualTo(full.verdict().word());
        assertThat(reduced.counts().states()).as(where).isLessThanOrEqualTo(full.counts().states());
        compared++;
        fullStates += full.counts().states();
        reducedStates += reduced.counts().states();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("worlds")
    void small_worlds_are_decided_alike(World world) {
        compare(world, new Sc());
        compare(world, new Tso());
    }

    /// What herd7 says of these tests the litmus command reproduces with another search, on a machine that leaves nothing out.
    private void corpus(int every, long mostStates) {
        int number = 0;
        for (Path file : litmusTests()) {
            if (number++ % every == 0) {
                LitmusTest test = LitmusReader.read(file, file.getFileName().toString());
                compare(test.world(), new Lkmm(), test.bounds(), mostStates);
            }
        }
        assertThat(compared).isGreaterThan(number / every / 2);
        assertThat(reducedStates).isLessThan(fullStates);
    }

    private static List<Path> litmusTests() {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources", "litmus"))) {
            return files.filter(file -> file.toString().endsWith(".litmus")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void litmus_tests_are_decided_alike_under_lkmm() {
        corpus(8, FEW_STATES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("worlds")
    void small_worlds_are_decided_alike_under_lkmm(World world) {
        if (GraphRecorder.understands(world)) {
            compare(world, new Lkmm(), Bounds.DEFAULT, FEW_STATES);
        }
    }

    @Test
    void random_worlds_are_decided_alike_under_lkmm() {
        for (long seed = 0; seed < LKMM_SEEDS; seed++) {
            compare(RandomScripts.world(seed), new Lkmm(), Bounds.DEFAULT, FEW_STATES);
        }
        assertThat(compared).isPositive();
    }

    @Test
    @Tag("nightly")
    void all_litmus_tests_and_many_random_worlds_are_decided_alike_under_lkmm() {
        corpus(1, MOST_STATES);
        for (long seed = 0; seed < 20 * LKMM_SEEDS; seed++) {
            compare(RandomScripts.world(seed), new Lkmm(), Bounds.DEFAULT, FEW_STATES);
        }
    }

    private void random(int seeds) {
        LongStream.range(0, seeds).forEach(seed -> {
            World world = RandomScripts.world(seed);
            compare(world, new Sc());
            compare(world, new Tso());
        });
        assertThat(compared).isGreaterThan(seeds);
        assertThat(reducedStates).isLessThan(fullStates / 2);
    }

    @Test
    void random_worlds_are_decided_alike() {
        random(SEEDS);
    }

    /// A delivery let the CPU go on to its end, so that an interrupt could come no more.
    @Test
    void an_interrupt_before_the_end_of_a_program_is_not_passed_over() {
        compare(RandomScripts.world(18_725), new Tso());
    }

    /// A lock was given back early, so that the last fence had nothing to wait for, and no interrupt could come there.
    @Test
    void an_interrupt_while_the_last_fence_waits_is_not_passed_over() {
        compare(RandomScripts.world(23_600), new Tso());
    }

    @Test
    @Tag("nightly")
    void very_many_random_worlds_are_decided_alike() {
        random(NIGHTLY_SEEDS);
    }
}
