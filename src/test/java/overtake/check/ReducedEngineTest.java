package overtake.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Replay;
import overtake.explore.Strategy;
import overtake.explore.strategy.RandomWalk;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.support.TestWorlds;

/// What can come out of a run is the same whether strategies are asked everywhere or only where a choice matters.
final class ReducedEngineTest {
    private static final int MOST_RUNS = 40_000;
    private static final int MAX_STEPS = 60;
    private static final int SEEDS = 150;

    private long asked;
    private long steps;

    /// Carries out run after run, until every question has been answered in every way.
    private static final class Depth implements Strategy {
        private final List<Integer> answers = new ArrayList<>();
        private final List<Integer> widths = new ArrayList<>();
        private final int most;
        private int at;

        /// @param most how many of the answers to a question are given
        Depth(int most) {
            this.most = most;
        }

        @Override
        public String name() {
            return "depth";
        }

        @Override
        public void begin(long execution) {
            at = 0;
            widths.clear();
        }

        @Override
        public int pick(Choices choices) {
            widths.add(Math.min(most, choices.size()));
            int answer = at < answers.size() ? answers.get(at) : 0;
            at++;
            return answer;
        }

        boolean advance() {
            while (answers.size() < widths.size()) {
                answers.add(0);
            }
            while (!answers.isEmpty()) {
                int last = answers.removeLast() + 1;
                if (last < widths.get(answers.size())) {
                    answers.add(last);
                    return true;
                }
            }
            return false;
        }
    }

    /// @return empty if there are too many runs, or runs without an end
    private static Optional<SortedSet<String>> all(Engine engine, int most) {
        SortedSet<String> ends = new TreeSet<>();
        Depth depth = new Depth(most);
        for (int runs = 0; runs < MOST_RUNS; runs++) {
            depth.begin(runs);
            Engine.Ending ending = engine.run(depth, MAX_STEPS);
            if (ending == Engine.Ending.CUT) {
                return Optional.empty();
            }
            ends.add(end(engine));
            if (!depth.advance()) {
                return Optional.of(ends);
            }
        }
        return Optional.empty();
    }

    private static String end(Engine engine) {
        if (engine.fault().isPresent()) {
            return engine.fault().map(Fault::property).orElseThrow();
        }
        StringBuilder end = new StringBuilder();
        for (int agent = 0; agent < engine.world().programs().size(); agent++) {
            int slots = engine.world().programs().get(agent).observations().size();
            for (int slot = 0; slot < slots; slot++) {
                end.append(engine.observation(agent, slot)).append(' ');
            }
        }
        for (int cell = 0; cell < engine.world().cells().size(); cell++) {
            end.append(engine.cell(cell)).append(' ');
        }
        return end.toString();
    }

    private static Engine machine(World world, MemoryModel model) {
        return new MachineEngine(world, model, Bounds.DEFAULT);
    }

    /// @return whether both could be enumerated
    private boolean compare(World world, MemoryModel model) {
        Optional<SortedSet<String>> full = all(machine(world, model), Integer.MAX_VALUE);
        if (full.isEmpty()) {
            return false;
        }
        ReducedEngine engine = (ReducedEngine) ReducedEngine.of(machine(world, model), Bounds.DEFAULT);
        assertThat(all(engine, Integer.MAX_VALUE)).as("%s under %s", world.name(), model.name()).isEqualTo(full);
        return true;
    }

    static Stream<World> worlds() {
        return TestWorlds.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("worlds")
    void small_worlds_end_in_the_same_ways(World world) {
        compare(world, new Sc());
        compare(world, new Tso());
    }

    @Test
    void random_worlds_end_in_the_same_ways() {
        long compared = LongStream.range(0, SEEDS).filter(seed -> {
            World world = RandomScripts.world(seed);
            boolean inOrder = compare(world, new Sc());
            return compare(world, new Tso()) || inOrder;
        }).count();
        assertThat(compared).isGreaterThan(SEEDS / 4);
    }

    /// The negative twin: taking the first step everywhere does miss some.
    @Test
    void leaving_out_steps_that_matter_would_be_seen() {
        long different = TestWorlds.all().stream()
                .filter(world -> !all(machine(world, new Tso()), 1)
                        .equals(all(machine(world, new Tso()), Integer.MAX_VALUE)))
                .count();
        assertThat(different).isPositive();
    }

    @Test
    void runs_are_whole_and_can_be_replayed_on_the_plain_engine() {
        for (World world : TestWorlds.all()) {
            Engine reduced = ReducedEngine.of(machine(world, new Tso()), Bounds.DEFAULT);
            RandomWalk walk = new RandomWalk(5);
            walk.begin(0);
            Engine.Ending ending = reduced.run(walk, MAX_STEPS);
            Engine plain = machine(world, new Tso());
            List<Integer> picks = new ArrayList<>();
            for (int i = 0; i < reduced.steps(); i++) {
                picks.add(reduced.step(i));
            }
            Replay replay = new Replay(picks);
            replay.begin(0);
            assertThat(plain.run(replay, MAX_STEPS)).as(world.name()).isEqualTo(ending);
            assertThat(end(plain)).as(world.name()).isEqualTo(end(reduced));
        }
    }

    @Test
    void most_steps_are_taken_without_a_question() {
        for (World world : TestWorlds.all()) {
            Engine engine = ReducedEngine.of(machine(world, new Tso()), Bounds.DEFAULT);
            RandomWalk walk = new RandomWalk(5);
            for (int i = 0; i < 50; i++) {
                walk.begin(i);
                engine.run(walk, MAX_STEPS);
                steps += engine.steps();
            }
            asked += engine instanceof ReducedEngine reduced ? reduced.questions() : 0;
        }
        assertThat(asked).isPositive().isLessThan(steps / 2);
    }
}
