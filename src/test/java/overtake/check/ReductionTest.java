package overtake.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckPlan.Observed;
import overtake.check.CheckPlan.Reductions;
import overtake.machine.Bounds;
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

    private long compared;
    private long fullStates;
    private long reducedStates;

    static Stream<World> worlds() {
        return Stream.of(TestWorlds.all(), BenchWorlds.all(), TestWorlds.withLines()).flatMap(List::stream);
    }

    private void compare(World world, MemoryModel model) {
        List<Integer> cells = IntStream.range(0, world.cells().size()).boxed().toList();
        CheckPlan plan = CheckPlan.DEFAULT.withGoal(Goal.NAMES_ONLY).withOutcomes(Observed.of(cells))
                .withMaxStates(MOST_STATES);
        CheckResult full = new Check(world, model, Bounds.DEFAULT, plan.withReduction(Reductions.OFF)).run();
        if (!full.complete()) {
            return;
        }
        CheckResult reduced = new Check(world, model, Bounds.DEFAULT, plan).run();
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

    @Test
    @Tag("nightly")
    void very_many_random_worlds_are_decided_alike() {
        random(NIGHTLY_SEEDS);
    }
}
