package overtake.explore.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.explore.Engine;
import overtake.explore.Exhaustive;
import overtake.explore.MachineEngine;
import overtake.machine.Bounds;
import overtake.machine.Machine;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.Program;
import overtake.program.World;
import overtake.property.Outcome;
import overtake.support.LitmusShapes;
import overtake.support.Script;

final class OvertakeBoundedTest {
    private static final int RUNS = 2000;
    private static final int MAX_STEPS = 200;

    private static SortedSet<Outcome> seen(World world, MemoryModel model, int most) {
        SortedSet<Outcome> outcomes = new TreeSet<>();
        try (Engine engine = new MachineEngine(world, model, Bounds.DEFAULT)) {
            OvertakeBounded strategy = new OvertakeBounded(5, most, 8);
            for (int i = 0; i < RUNS; i++) {
                strategy.begin(i);
                if (engine.run(strategy, MAX_STEPS) == Engine.Ending.COMPLETED) {
                    outcomes.add(outcome(engine));
                }
            }
        }
        return outcomes;
    }

    private static Outcome outcome(Engine engine) {
        TreeMap<String, Integer> values = new TreeMap<>();
        List<Program> programs = engine.world().programs();
        for (int agent = 0; agent < programs.size(); agent++) {
            for (int slot = 0; slot < programs.get(agent).observations().size(); slot++) {
                values.put(programs.get(agent).agent() + ":" + programs.get(agent).observations().get(slot),
                        engine.observation(agent, slot));
            }
        }
        return new Outcome(values);
    }

    private static SortedSet<Outcome> all(World world, MemoryModel model) {
        return Exhaustive.explore(new Machine(world, model, Bounds.DEFAULT), List.of(), 1_000_000).outcomes();
    }

    static Stream<World> shapes() {
        return Stream.of(
                LitmusShapes.named("SB").thread("w x 1", "r y r0").thread("w y 1", "r x r0").world(),
                LitmusShapes.named("MP").thread("w x 1", "w y 1").thread("r y r0", "r x r1").world(),
                LitmusShapes.named("LB").thread("r x r0", "w y 1").thread("r y r0", "w x 1").world(),
                LitmusShapes.named("IRIW").thread("w x 1").thread("w y 1").thread("r x r0", "r y r1")
                        .thread("r y r0", "r x r1").world());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void no_overtakes_are_sequential_consistency(World world) {
        SortedSet<Outcome> sequential = all(world, new Sc());
        assertThat(seen(world, new Tso(), 0)).isEqualTo(sequential);
        assertThat(seen(world, new Lkmm(), 0)).isEqualTo(sequential);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void with_overtakes_nothing_is_seen_that_the_model_forbids(World world) {
        assertThat(all(world, new Tso())).containsAll(seen(world, new Tso(), 2));
        assertThat(all(world, new Lkmm())).containsAll(seen(world, new Lkmm(), 2));
    }

    @Test
    void one_overtake_is_more_than_sequential_consistency() {
        World world = shapes().findFirst().orElseThrow();
        assertThat(seen(world, new Tso(), 1)).isEqualTo(all(world, new Tso())).isNotEqualTo(all(world, new Sc()));
    }

    /// Two store bufferings one after the other, with a full fence between them: both go wrong only with two overtakes.
    private static World twice() {
        String[] first = {"write x 1", "read y %0", "mb", "write u 1", "read v %1", "observe %0", "observe %1"};
        String[] second = {"write y 1", "mb", "read x %0", "write v 1", "mb", "read u %1", "observe %0", "observe %1"};
        return Script.named("sb-twice").agent("a", first).agent("b", second).world();
    }

    private static boolean bothWrong(Outcome outcome) {
        return outcome.values().values().stream().allMatch(value -> value == 0);
    }

    @Test
    void what_takes_two_overtakes_is_not_seen_with_one() {
        assertThat(all(twice(), new Tso())).anyMatch(OvertakeBoundedTest::bothWrong);
        assertThat(seen(twice(), new Tso(), 1)).noneMatch(OvertakeBoundedTest::bothWrong);
        assertThat(seen(twice(), new Tso(), 2)).anyMatch(OvertakeBoundedTest::bothWrong);
    }
}
