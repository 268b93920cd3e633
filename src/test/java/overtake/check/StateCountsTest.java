package overtake.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckPlan.Reductions;
import overtake.machine.Bounds;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.LockKind;
import overtake.program.World;
import overtake.support.BenchWorlds;
import overtake.support.TestWorlds;

/// Exact numbers of states: full, reduced, and reduced with equal agents not told apart. One that moves says that the semantics, or the reduction, has changed.
final class StateCountsTest {
    private static Arguments row(World world, int sc, int scReduced, int tso, int tsoReduced) {
        return Arguments.of(world.name(), world, sc + " " + scReduced + " " + tso + " " + tsoReduced);
    }

    static Stream<Arguments> worlds() {
        return Stream.of(
                row(TestWorlds.storeBuffering(), 13, 6, 25, 9),
                row(TestWorlds.storeBufferingWithFences(), 13, 6, 13, 6),
                row(TestWorlds.messagePassing(), 29, 10, 42, 11),
                row(TestWorlds.atomics(), 231, 49, 290, 49),
                row(TestWorlds.spinlock(), 196, 10, 274, 10),
                row(TestWorlds.mutex(), 20, 2, 20, 2),
                row(TestWorlds.rwlock(LockKind.RWLOCK), 256, 12, 256, 12),
                row(TestWorlds.tryLock(), 62, 18, 62, 18),
                row(TestWorlds.rcu(), 351, 65, 461, 65),
                row(TestWorlds.srcu(), 131, 41, 131, 41),
                row(TestWorlds.pool(), 303, 234, 303, 234),
                row(TestWorlds.interrupt(), 158, 41, 184, 55),
                row(TestWorlds.choices(), 136, 60, 190, 60),
                row(TestWorlds.loops(), 45, 16, 45, 16),
                row(BenchWorlds.refresh(false), 8567, 798, 9631, 798));
    }

    private static long states(World world, MemoryModel model, Reductions reduction) {
        return new Check(world, model, Bounds.DEFAULT,
                CheckPlan.DEFAULT.withGoal(Goal.NAMES_ONLY).withReduction(reduction)).run().counts().states();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("worlds")
    void numbers_of_states_are_as_ever(String name, World world, String counts) {
        assertThat(states(world, new Sc(), Reductions.OFF) + " " + states(world, new Sc(), Reductions.WITHOUT_SYMMETRY)
                + " "
                + states(world, new Tso(), Reductions.OFF) + " "
                + states(world, new Tso(), Reductions.WITHOUT_SYMMETRY))
                .as("%s: sc, sc reduced, tso, tso reduced", name).isEqualTo(counts);
    }

    static Stream<Arguments> worldsOfEqualAgents() {
        return Stream.of(
                Arguments.of(TestWorlds.spinlock(), 3, 3),
                Arguments.of(TestWorlds.rwlock(LockKind.RWLOCK), 7, 7),
                Arguments.of(TestWorlds.pool(), 44, 44),
                Arguments.of(BenchWorlds.refresh(false), 416, 416));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("worldsOfEqualAgents")
    void numbers_of_states_of_equal_agents_are_as_ever(World world, long sc, long tso) {
        assertThat(states(world, new Sc(), Reductions.ON)).as("sc").isEqualTo(sc);
        assertThat(states(world, new Tso(), Reductions.ON)).as("tso").isEqualTo(tso);
    }
}
