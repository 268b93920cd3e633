package overtake.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckPlan.Reductions;
import overtake.check.states.Contents;
import overtake.check.states.Fingerprint;
import overtake.check.states.Spot;
import overtake.check.states.Stepper;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.support.BenchWorlds;
import overtake.support.TestWorlds;

/// What the checker remembers of steps is what the machine says.
final class RememberedStepsTest {
    private static final int WALKS = 60;
    private static final int RANDOM_WORLDS = 150;
    private static final int FEW_INTS = 120;

    static Stream<World> worlds() {
        return Stream.of(TestWorlds.all(), BenchWorlds.all(), TestWorlds.withLines()).flatMap(List::stream);
    }

    /// Walks at random, and compares at each step what is remembered with what another machine says.
    private static void walk(World world, MemoryModel model, int mostInts) {
        Machine asked = new Machine(world, model, Bounds.DEFAULT);
        Machine judge = new Machine(world, model, Bounds.DEFAULT);
        Contents contents = new Contents(asked.parts().orElseThrow(), mostInts);
        Stepper stepper = new Stepper(asked, contents);
        Stepper.Moves moves = new Stepper.Moves();
        Spot spot = new Spot(asked.size(), contents.parts(), asked.agents());
        Spot harmless = new Spot(asked.size(), contents.parts(), asked.agents());
        Fingerprint fingerprint = new Fingerprint(asked.size());
        Choices choices = new Choices();
        int[] state = new int[judge.size()];
        Random random = new Random(1);
        for (int walk = 0; walk < WALKS; walk++) {
            judge.reset(state);
            System.arraycopy(state, 0, spot.state(), 0, state.length);
            fingerprint.of(state);
            stepper.read(fingerprint.high(), fingerprint.low(), spot);
            for (int step = 0; step < 200; step++) {
                judge.enabled(state, choices);
                stepper.enabled(spot, moves);
                assertThat(steps(moves.choices())).as(world.name()).isEqualTo(steps(choices));
                if (choices.size() == 0) {
                    break;
                }
                int pick = random.nextInt(choices.size());
                judge.apply(state, choices.step(pick));
                harmless.copy(spot);
                boolean taken = stepper.takeHarmless(harmless, moves, pick);
                assertThat(taken).as(world.name()).isEqualTo(!judge.faulty(state));
                assertThat(Arrays.equals(harmless.state(), state)).as(world.name()).isEqualTo(taken);
                stepper.take(spot, moves, pick);
                fingerprint.of(state);
                assertThat(spot.state()).as(world.name()).isEqualTo(state);
                assertThat(spot.high()).isEqualTo(fingerprint.high());
                assertThat(spot.low()).isEqualTo(fingerprint.low());
            }
        }
    }

    private static List<Integer> steps(Choices choices) {
        return IntStream.range(0, choices.size()).mapToObj(choices::step).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("worlds")
    void remembered_steps_are_those_of_the_machine(World world) {
        for (MemoryModel model : List.of(new Sc(), new Tso())) {
            walk(world, model, Contents.MOST_INTS);
            walk(world, model, FEW_INTS);
        }
    }

    @Test
    void remembered_steps_of_random_worlds_are_those_of_the_machine() {
        LongStream.range(0, RANDOM_WORLDS).forEach(seed -> {
            walk(RandomScripts.world(seed), new Sc(), Contents.MOST_INTS);
            walk(RandomScripts.world(seed), new Tso(), Contents.MOST_INTS);
        });
    }

    private static String counts(World world, MemoryModel model, Reductions reduction, int jobs, int mostInts) {
        CheckPlan plan = CheckPlan.DEFAULT.withGoal(Goal.NAMES_ONLY).withReduction(reduction).withJobs(jobs);
        try (Search search = new Search(plan, () -> new Machine(world, model, Bounds.DEFAULT), mostInts)) {
            search.run();
            assertThat(search.complete()).isTrue();
            CheckResult.Counts counts = search.counts();
            return counts.states() + " " + counts.transitions() + " " + counts.depth() + " "
                    + search.violations().keySet();
        }
    }

    @Test
    void counts_do_not_depend_on_how_much_is_remembered() {
        for (World world : List.of(BenchWorlds.refresh(false), TestWorlds.pool(), TestWorlds.rcu())) {
            for (Reductions reduction : Reductions.values()) {
                String all = counts(world, new Tso(), reduction, 1, Contents.MOST_INTS);
                for (int mostInts : new int[] {0, FEW_INTS, 1000}) {
                    assertThat(counts(world, new Tso(), reduction, 1, mostInts)).isEqualTo(all);
                    assertThat(counts(world, new Tso(), reduction, 2, mostInts)).isEqualTo(all);
                }
            }
        }
    }
}
