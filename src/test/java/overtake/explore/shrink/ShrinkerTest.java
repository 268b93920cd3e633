package overtake.explore.shrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Replay;
import overtake.explore.shrink.Shrinker.Minimality;
import overtake.explore.strategy.RandomWalk;
import overtake.lift.WorldLifter;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.machine.Machine;
import overtake.machine.Step;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.scenario.worlds.StoreBuffering;
import overtake.support.TestWorlds;

final class ShrinkerTest {
    private static final int MAX_STEPS = 400;
    private static final int SEEDS = 400;

    private static World storeBuffering() {
        return WorldLifter.lift("sb", new StoreBuffering(StoreBuffering.Fence.NONE, 1, false));
    }

    /// A violation and the picks that lead to it.
    private record Found(World world, MemoryModel model, List<Integer> steps, Fault fault) {
        @Override
        public String toString() {
            return world.name() + " " + model.name();
        }
    }

    /// The longest of the first few violations that random picks find.
    private static Optional<Found> find(World world, MemoryModel model) {
        Optional<Found> longest = Optional.empty();
        try (Engine engine = new MachineEngine(world, model, Bounds.DEFAULT)) {
            RandomWalk walk = new RandomWalk(7);
            for (int i = 0; i < SEEDS; i++) {
                walk.begin(i);
                if (engine.run(walk, MAX_STEPS) == Engine.Ending.VIOLATED
                        && longest.filter(found -> found.steps().size() >= engine.steps()).isEmpty()) {
                    longest = Optional.of(new Found(world, model, steps(engine), engine.fault().orElseThrow()));
                }
            }
        }
        return longest;
    }

    private static List<Integer> steps(Engine engine) {
        List<Integer> steps = new ArrayList<>();
        for (int i = 0; i < engine.steps(); i++) {
            steps.add(engine.step(i));
        }
        return steps;
    }

    private static Shrinker.Result shrink(Found found) {
        return new Shrinker(found.world(), found.model(), Bounds.DEFAULT, MAX_STEPS).shrink(found.steps());
    }

    static Stream<Found> violations() {
        return TestWorlds.all().stream()
                .filter(world -> !world.name().equals("endless-loop"))
                .flatMap(world -> Stream.of(new Sc(), new Tso(), new Lkmm())
                        .flatMap(model -> find(world, model).stream()));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void a_smaller_run_breaks_the_same_property(Found found) {
        Shrinker.Result result = shrink(found);
        assertThat(result.after()).isLessThanOrEqualTo(result.before());
        assertThat(result.after().steps()).isEqualTo(result.steps().size()).isEqualTo(result.picks().size());
        assertThat(result.fault().property()).isEqualTo(found.fault().property());
        try (Engine engine = new MachineEngine(found.world(), found.model(), Bounds.DEFAULT)) {
            Replay replay = new Replay(result.steps());
            replay.begin(0);
            assertThat(engine.run(replay, MAX_STEPS)).isEqualTo(Engine.Ending.VIOLATED);
            assertThat(engine.steps()).isEqualTo(result.steps().size());
            assertThat(engine.fault()).contains(result.fault());
        }
    }

    @ParameterizedTest
    @MethodSource("violations")
    void the_same_run_becomes_the_same_smaller_run(Found found) {
        assertThat(shrink(found)).isEqualTo(shrink(found));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void a_smaller_run_does_not_become_smaller_again(Found found) {
        Shrinker.Result once = shrink(found);
        Shrinker.Result twice =
                new Shrinker(found.world(), found.model(), Bounds.DEFAULT, MAX_STEPS).shrink(once.steps());
        assertThat(twice.after()).isEqualTo(once.after());
    }

    @Test
    void violations_of_all_models_are_made_smaller() {
        assertThat(violations().map(found -> found.model().name()).distinct()).contains("sc", "tso", "lkmm");
    }

    /// The smallest size of all runs, one by one, without any comparison of states.
    private static Size smallest(World world, MemoryModel model, String property) {
        Machine machine = new Machine(world, model, Bounds.DEFAULT);
        List<Size> sizes = new ArrayList<>();
        walk(machine, machine.initial(), new ArrayList<>(), property, sizes);
        return sizes.stream().min(Size::compareTo).orElseThrow();
    }

    private static void walk(Machine machine, int[] state, List<Integer> steps, String property, List<Size> sizes) {
        Choices choices = new Choices();
        machine.enabled(state, choices);
        if (choices.size() == 0 && machine.ending(state).filter(f -> f.property().equals(property)).isPresent()) {
            sizes.add(size(machine, steps));
        }
        for (int i = 0; i < choices.size(); i++) {
            int[] next = state.clone();
            machine.apply(next, choices.step(i));
            steps.add(choices.step(i));
            walk(machine, next, steps, property, sizes);
            steps.removeLast();
        }
    }

    private static Size size(Machine machine, List<Integer> steps) {
        Meter meter = new Meter(machine);
        machine.journal(meter);
        int[] state = machine.initial();
        int operations = 0;
        int overtakes = 0;
        int switches = 0;
        for (int i = 0; i < steps.size(); i++) {
            meter.before(state);
            machine.apply(state, steps.get(i));
            operations += meter.operations();
            overtakes += meter.overtaking();
            switches += i > 0 && Step.agent(steps.get(i)) != Step.agent(steps.get(i - 1)) ? 1 : 0;
        }
        machine.journal((_, _, _, _, _) -> {});
        int agents = (int) steps.stream().map(Step::agent).distinct().count();
        return new Size(agents, operations, overtakes, switches, steps.size());
    }

    @Test
    void what_is_called_minimal_is_the_smallest_of_all_runs() {
        Found found = find(storeBuffering(), new Tso()).orElseThrow();
        Shrinker.Result result = shrink(found);
        assertThat(result.minimal()).isEqualTo(Minimality.MINIMAL);
        assertThat(result.after()).isEqualTo(smallest(found.world(), found.model(), "someone-sees"));
        assertThat(result.after().overtakes()).isEqualTo(1);
    }

    @Test
    void the_smallest_double_free_is_found_among_all_runs() {
        Found found = find(TestWorlds.doubleFree(), new Tso()).orElseThrow();
        Shrinker.Result result = shrink(found);
        assertThat(result.after()).isEqualTo(smallest(found.world(), found.model(), found.fault().property()));
    }

    @Test
    void a_search_that_may_not_visit_states_knows_nothing() {
        var search = new Shortest(storeBuffering(), new Tso(), Bounds.DEFAULT, 3, () -> false);
        Shortest.Answer answer = search.search("someone-sees");
        assertThat(answer.complete()).isFalse();
        assertThat(answer.fault()).isEmpty();
    }

    @Test
    void a_search_says_for_certain_that_a_property_holds() {
        var search = new Shortest(storeBuffering(), new Sc(), Bounds.DEFAULT, 100_000, () -> false);
        Shortest.Answer answer = search.search("someone-sees");
        assertThat(answer.complete()).isTrue();
        assertThat(answer.fault()).isEmpty();
    }

    @Test
    void a_shrinker_that_is_stopped_gives_what_it_has() {
        Found found = find(storeBuffering(), new Tso()).orElseThrow();
        Shrinker shrinker = new Shrinker(found.world(), found.model(), Bounds.DEFAULT, MAX_STEPS);
        shrinker.stop();
        Shrinker.Result result = shrinker.shrink(found.steps());
        assertThat(result.steps()).isEqualTo(found.steps());
        assertThat(result.minimal()).isEqualTo(Minimality.LOCALLY_MINIMAL);
    }

    @Test
    void a_run_that_breaks_nothing_is_refused() {
        var shrinker = new Shrinker(TestWorlds.storeBuffering(), new Sc(), Bounds.DEFAULT, MAX_STEPS);
        assertThatThrownBy(() -> shrinker.shrink(List.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sizes_are_compared_part_by_part() {
        assertThat(new Size(1, 9, 9, 9, 9)).isLessThan(new Size(2, 1, 0, 0, 1));
        assertThat(new Size(2, 3, 9, 9, 9)).isLessThan(new Size(2, 4, 0, 0, 1));
        assertThat(new Size(2, 3, 1, 9, 9)).isLessThan(new Size(2, 3, 2, 0, 1));
        assertThat(new Size(2, 3, 1, 1, 9)).isLessThan(new Size(2, 3, 1, 2, 1));
        assertThat(new Size(2, 3, 1, 9, 9).packed()).isLessThan(new Size(2, 3, 2, 0, 1).packed());
        assertThat(new Size(1, 1, 1, 1, 1)).hasToString("1 agent, 1 operation, 1 overtake, 1 context switch, 1 pick");
    }
}
