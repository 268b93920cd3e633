package overtake.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Replay;
import overtake.explore.Strategy;
import overtake.explore.strategy.RandomWalk;
import overtake.explore.strategy.Sticky;
import overtake.machine.Bounds;
import overtake.machine.EventKind;
import overtake.machine.FaultKind;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.program.World;
import overtake.support.BenchWorlds;
import overtake.support.RunRecord;
import overtake.support.TestWorlds;

/// The law of the package: given the same picks, actors and machine make the same run, event for event.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActorsEqualMachineTest {
    private static final int SEEDS = 200;
    private static final int MAX_STEPS = 300;
    private static final Bounds NARROW = new Bounds(2, 50);
    private static final Bounds NARROWEST = new Bounds(1, 50);

    private final ActorRuntime runtime = new ActorRuntime();

    @AfterAll
    void end() {
        runtime.close();
    }

    static Stream<Arguments> worldsAndModels() {
        return Stream.of(TestWorlds.all(), BenchWorlds.all(), TestWorlds.withLines())
                .flatMap(List::stream)
                .flatMap(world -> MemoryModel.all().stream()
                        .filter(model -> world.lines().isEmpty() || !(model instanceof Lkmm))
                        .map(model -> Arguments.of(world.name(), model, world)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("worldsAndModels")
    void random_walks_are_the_same(String name, MemoryModel model, World world) {
        compare(world, model, Bounds.DEFAULT, new RandomWalk(1), SEEDS);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("worldsAndModels")
    void late_deliveries_and_full_channels_are_the_same(String name, MemoryModel model, World world) {
        compare(world, model, NARROW, new Sticky(2), SEEDS / 4);
        compare(world, model, NARROWEST, new Sticky(3), SEEDS / 4);
    }

    private void compare(World world, MemoryModel model, Bounds bounds, Strategy strategy, int seeds) {
        try (Engine machine = new MachineEngine(world, model, bounds);
                Engine actors = runtime.open(world, model, bounds)) {
            for (int seed = 0; seed < seeds; seed++) {
                strategy.begin(seed);
                RunRecord expected = RunRecord.of(machine, strategy, MAX_STEPS);
                strategy.begin(seed);
                assertThat(RunRecord.of(actors, strategy, MAX_STEPS))
                        .as("seed %d", seed)
                        .isEqualTo(expected);
            }
            assertThat(RunRecord.coverage(actors)).isEqualTo(RunRecord.coverage(machine));
            assertThat(actors.boundsMet()).isEqualTo(machine.boundsMet());
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("worldsAndModels")
    void replaying_the_picks_of_a_run_gives_the_run(String name, MemoryModel model, World world) {
        try (Engine first = runtime.open(world, model, Bounds.DEFAULT);
                Engine second = runtime.open(world, model, Bounds.DEFAULT)) {
            Strategy strategy = new Sticky(7);
            for (int seed = 0; seed < 20; seed++) {
                strategy.begin(seed);
                RunRecord run = RunRecord.of(first, strategy, MAX_STEPS);
                Replay replay = new Replay(run.picks());
                replay.begin(seed);
                assertThat(RunRecord.of(second, replay, run.picks().size())).isEqualTo(run);
                assertThat(replay.made()).isEqualTo(run.picks().size());
            }
        }
    }

    @Test
    void the_test_worlds_show_every_kind_of_fault_and_of_event() {
        List<RunRecord> runs = new ArrayList<>();
        for (World world : TestWorlds.all()) {
            MemoryModel.all().forEach(model -> runs.addAll(runs(world, model)));
        }
        Set<FaultKind> faults = EnumSet.noneOf(FaultKind.class);
        Set<EventKind> events = EnumSet.noneOf(EventKind.class);
        for (RunRecord run : runs) {
            run.fault().ifPresent(fault -> faults.add(fault.kind()));
            run.events().forEach(event -> events.add(event.kind()));
        }
        // a livelock is what a search says of many runs; bounds on waiting have a test of their own, WaitBoundsTest
        assertThat(faults)
                .isEqualTo(EnumSet.complementOf(EnumSet.of(FaultKind.LIVELOCK, FaultKind.STARVATION)));
        assertThat(events).isEqualTo(EnumSet.allOf(EventKind.class));
    }

    private List<RunRecord> runs(World world, MemoryModel model) {
        List<RunRecord> runs = new ArrayList<>();
        Strategy strategy = new RandomWalk(4);
        try (Engine engine = runtime.open(world, model, Bounds.DEFAULT)) {
            for (int seed = 0; seed < 50; seed++) {
                strategy.begin(seed);
                runs.add(RunRecord.of(engine, strategy, MAX_STEPS));
            }
        }
        return runs;
    }
}
