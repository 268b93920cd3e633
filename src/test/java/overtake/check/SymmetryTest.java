package overtake.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckPlan.Reductions;
import overtake.machine.AgentExchange;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.machine.Machine;
import overtake.machine.Step;
import overtake.machine.Symmetry;
import overtake.machine.Symmetry.Outcomes;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.LockKind;
import overtake.program.World;
import overtake.program.World.WaitBound;
import overtake.scenario.Scenario;
import overtake.support.Script;
import overtake.support.Shipped;
import overtake.support.TestWorlds;

/// Not telling agents with equal programs apart loses nothing.
final class SymmetryTest {
    private static final long MOST_STATES = 20_000;
    private static final int MOST_FOLLOWED = 400;
    private static final int SEEDS = 120;
    private static final int NIGHTLY_SEEDS = 20_000;
    private static final String[] INCREMENT =
            {"lock l", "read n %0", "sub %0 -1 %0", "write n %0", "unlock l", "read n %1", "warn %2 never"};

    private long statesApart;
    private long statesTogether;
    private int used;

    private static CheckResult check(World world, MemoryModel model, Reductions reduction) {
        CheckPlan plan =
                CheckPlan.DEFAULT.withGoal(Goal.NAMES_ONLY).withMaxStates(MOST_STATES).withReduction(reduction);
        return new Check(world, model, Bounds.DEFAULT, plan).run();
    }

    private void compare(World world, MemoryModel model) {
        CheckResult full = check(world, model, Reductions.OFF);
        CheckResult apart = check(world, model, Reductions.WITHOUT_SYMMETRY);
        CheckResult together = check(world, model, Reductions.ON);
        if (!full.complete()) {
            return;
        }
        String where = world.name() + " under " + model.name();
        assertThat(together.complete()).as(where).isTrue();
        assertThat(together.properties()).as(where).isEqualTo(full.properties());
        assertThat(together.exercised()).as(where).isEqualTo(full.exercised());
        assertThat(together.verdict().word()).as(where).isEqualTo(full.verdict().word());
        if (!together.counts().symmetry().groups().isEmpty()) {
            used++;
            statesApart += apart.counts().states();
            statesTogether += together.counts().states();
        }
    }

    private void random(int seeds) {
        LongStream.range(0, seeds).forEach(seed -> {
            World world = RandomScripts.worldOfEqualAgents(seed);
            compare(world, new Sc());
            compare(world, new Tso());
        });
        assertThat(used).isGreaterThan(seeds / 2);
        assertThat(statesTogether).isLessThan(statesApart * 3 / 4);
    }

    @Test
    void random_worlds_of_equal_agents_are_decided_alike() {
        random(SEEDS);
    }

    @Test
    @Tag("nightly")
    void very_many_random_worlds_of_equal_agents_are_decided_alike() {
        random(NIGHTLY_SEEDS);
    }

    static Stream<World> worlds() {
        return Stream.concat(TestWorlds.all().stream(), Stream.of(counters(3), counters(2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("worlds")
    void small_worlds_are_decided_alike(World world) {
        compare(world, new Sc());
        compare(world, new Tso());
    }

    private static World counters(int agents) {
        Script script = Script.named("counters-" + agents).lock("l", LockKind.SPINLOCK).cell("n", 0);
        IntStream.range(0, agents).forEach(agent -> script.agent("a" + agent, INCREMENT));
        return script.world();
    }

    @Test
    void of_the_orders_of_three_equal_agents_few_are_left() {
        long apart = check(counters(3), new Sc(), Reductions.WITHOUT_SYMMETRY).counts().states();
        CheckResult together = check(counters(3), new Sc(), Reductions.ON);
        assertThat(together.counts().symmetry().groups()).containsExactly(List.of("a0", "a1", "a2"));
        assertThat(together.counts().states() + " of " + apart).isEqualTo("7 of 23");
    }

    @Test
    void agents_that_are_told_apart_leave_the_reduction_under_lkmm_on() {
        long apart = check(counters(2), new Lkmm(), Reductions.WITHOUT_SYMMETRY).counts().states();
        assertThat(apart).isEqualTo(check(counters(2), new Lkmm(), Reductions.ON).counts().states())
                .isLessThan(check(counters(2), new Lkmm(), Reductions.OFF).counts().states());
    }

    /// Whether in each state that is found soon, exchanging the two agents before a step of either is exchanging them after it.
    private static boolean mapsStepsOntoSteps(World world, MemoryModel model, int a, int b) {
        Machine machine = new Machine(world, model, Bounds.DEFAULT);
        AgentExchange exchange = machine.agentExchange().orElseThrow();
        SortedSet<int[]> seen = new TreeSet<>(Arrays::compare);
        Deque<int[]> open = new ArrayDeque<>(List.of(machine.initial()));
        Choices choices = new Choices();
        Choices others = new Choices();
        while (!open.isEmpty() && seen.size() < MOST_FOLLOWED) {
            int[] state = open.poll();
            if (!seen.add(state)) {
                continue;
            }
            int[] twin = state.clone();
            exchange.exchange(twin, a, b);
            machine.enabled(state, choices);
            machine.enabled(twin, others);
            if (choices.size() != others.size()) {
                return false;
            }
            for (int i = 0; i < choices.size(); i++) {
                int step = choices.step(i);
                int agent = Step.agent(step);
                int of = agent == a ? b : agent == b ? a : agent;
                int same = Step.of(of, Step.slot(step), Step.alternative(step));
                if (others.indexOf(same) < 0) {
                    return false;
                }
                int[] next = state.clone();
                int[] nextTwin = twin.clone();
                machine.apply(next, step);
                machine.apply(nextTwin, same);
                open.add(next.clone());
                exchange.exchange(next, a, b);
                if (!Arrays.equals(next, nextTwin)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<String> notMapped(List<World> worlds, int a, int b) {
        List<String> names = new ArrayList<>();
        for (World world : worlds) {
            boolean used = Symmetry.of(new Machine(world, new Tso(), Bounds.DEFAULT), Outcomes.IGNORED).symmetry()
                    .isPresent();
            if (used && !mapsStepsOntoSteps(world, new Tso(), a, b)) {
                names.add(world.name());
            }
        }
        return names;
    }

    @Test
    void an_exchange_of_equal_agents_maps_steps_onto_steps() {
        assertThat(notMapped(LongStream.range(0, SEEDS).mapToObj(RandomScripts::worldOfEqualAgents).toList(), 0, 1))
                .isEmpty();
    }

    @Test
    void an_exchange_of_unequal_agents_is_caught() {
        World world = Script.named("unequal").agent("a", "write x 1", "read y %0").agent("b", "write y 1", "read x %0")
                .world();
        assertThat(mapsStepsOntoSteps(world, new Sc(), 0, 1)).isFalse();
        assertThat(reason(world)).isEqualTo("no two agents have equal programs");
    }

    @Test
    void agents_that_go_on_in_the_order_of_their_numbers_are_told_apart() {
        World world = Script.named("grace").domain("rcu", false).agent("a", "synchronize rcu")
                .agent("b", "synchronize rcu").world();
        assertThat(reason(world)).contains("wait for one grace period");
    }

    private static String reason(World world) {
        Symmetry.Answer answer = Symmetry.of(new Machine(world, new Sc(), Bounds.DEFAULT), Outcomes.IGNORED);
        assertThat(answer.symmetry()).isEmpty();
        return answer.reason();
    }

    @Test
    void what_names_agents_keeps_them_apart() {
        World observing = Script.named("observing").agent("a", "read x %0", "observe %0")
                .agent("b", "read x %0", "observe %0").world();
        Machine machine = new Machine(observing, new Sc(), Bounds.DEFAULT);
        assertThat(Symmetry.of(machine, Outcomes.IGNORED).reason()).isEmpty();
        assertThat(Symmetry.of(machine, Outcomes.COLLECTED).reason())
                .isEqualTo("outcomes name agents");
        WaitBound.Place a = new WaitBound.Place(0, "");
        World bounded = observing.withBounds(List.of(
                new WaitBound("bound", a, Optional.empty(), List.of(new WaitBound.Place(1, "")), 1)));
        assertThat(reason(bounded)).isEqualTo("bounds name agents");
    }

    static Stream<Scenario> shipped() {
        return Shipped.scenarios().stream().filter(scenario -> Symmetry
                .of(new Machine(scenario.world(), new Sc(), Bounds.DEFAULT), Outcomes.IGNORED).symmetry().isPresent());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shipped_worlds_are_decided_alike(Scenario scenario) {
        compare(scenario.world(), new Sc());
        compare(scenario.world(), new Tso());
    }
}
