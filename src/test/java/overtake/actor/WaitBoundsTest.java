package overtake.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.check.Check;
import overtake.check.CheckPlan;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckResult;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.explore.strategy.FuzzPlan;
import overtake.explore.strategy.Profile;
import overtake.machine.Bounds;
import overtake.machine.Fault;
import overtake.machine.FaultKind;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.LockKind;
import overtake.program.Program;
import overtake.program.World;
import overtake.program.World.WaitBound;
import overtake.support.RunRecord;
import overtake.support.Script;

/// How often others go ahead of an agent that waits.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WaitBoundsTest {
    private static final int RUNS = 300;
    private static final int MAX_STEPS = 200;

    private final ActorRuntime actors = new ActorRuntime();

    @AfterAll
    void close() {
        actors.close();
    }

    private static String site(World world, int agent, int instruction) {
        return world.programs().get(agent).sources().get(instruction).site();
    }

    /// A bound on how often the other agents perform their instruction number `passes` while the first one waits at its first.
    private static World bounded(World world, int passes, int atMost) {
        List<WaitBound.Place> others = IntStream.range(1, world.programs().size())
                .mapToObj(agent -> new WaitBound.Place(agent, site(world, agent, passes)))
                .toList();
        return world.withBounds(List.of(new WaitBound(
                "patience", new WaitBound.Place(0, site(world, 0, 0)), Optional.empty(), others, atMost)));
    }

    private static World taken(LockKind kind, String mode, int others, int atMost) {
        Script script = Script.named("taken-" + kind).lock("l", kind).agent("a", "lock l" + mode, "unlock l" + mode);
        String theirs = mode.isEmpty() ? "" : " read";
        for (int i = 0; i < others; i++) {
            script.agent("b" + i, "lock l" + theirs, "read x %0", "unlock l" + theirs);
        }
        return bounded(script.world(), 0, atMost);
    }

    private static CheckResult check(World world, MemoryModel model) {
        return new Check(world, model, Bounds.DEFAULT, CheckPlan.DEFAULT.withGoal(Goal.EVERYTHING)).run();
    }

    private static void allows(World world) {
        for (MemoryModel model : List.of(new Sc(), new Tso())) {
            CheckResult result = check(world, model);
            assertThat(result.complete()).isTrue();
            assertThat(result.properties()).as(world.name() + " " + model.name()).isEmpty();
            assertThat(result.counts().reduced()).isFalse();
        }
    }

    private static void forbids(World world) {
        for (MemoryModel model : List.of(new Sc(), new Tso())) {
            CheckResult result = check(world, model);
            assertThat(result.properties()).as(world.name() + " " + model.name()).containsExactly("patience");
            assertThat(result.violations().getFirst().violation().fault().kind()).isEqualTo(FaultKind.STARVATION);
        }
    }

    @Test
    void as_many_as_there_are_may_take_a_spinlock_first() {
        forbids(taken(LockKind.SPINLOCK, "", 3, 2));
        allows(taken(LockKind.SPINLOCK, "", 3, 3));
    }

    @Test
    void no_reader_takes_a_fair_lock_before_a_writer_that_queues() {
        allows(taken(LockKind.RWSEM, " write", 3, 0));
    }

    @Test
    void readers_take_an_unfair_lock_before_a_writer_that_waits() {
        forbids(taken(LockKind.RWSEM_UNFAIR, " write", 3, 2));
        allows(taken(LockKind.RWSEM_UNFAIR, " write", 3, 3));
    }

    @Test
    void a_loop_of_one_operation_counts_each_time() {
        String[] thrice = {": again", "read x %0", "sub %1 -1 %1", "if %1 != 3 again"};
        World world = Script.named("thrice").agent("a", "read y %0").agent("b", thrice).world();
        forbids(bounded(world, 0, 2));
        allows(bounded(world, 0, 3));
    }

    @Test
    void each_wait_counts_anew() {
        String[] twice = {": again", "read y %0", "sub %1 -1 %1", "if %1 != 2 again"};
        World world = Script.named("twice").agent("a", twice).agent("b", "read x %0", "read x %0").world();
        Program b = world.programs().get(1);
        List<WaitBound.Place> passes = List.of(new WaitBound.Place(1, b.sources().get(0).site()),
                new WaitBound.Place(1, b.sources().get(1).site()));
        WaitBound.Place wait = new WaitBound.Place(0, site(world, 0, 0));
        forbids(world.withBounds(List.of(new WaitBound("patience", wait, Optional.empty(), passes, 1))));
        allows(world.withBounds(List.of(new WaitBound("patience", wait, Optional.empty(), passes, 2))));
    }

    @Test
    void a_wait_goes_on_until_the_agent_stands_where_it_ends() {
        World world = Script.named("until").agent("a", "read x %0", "read y %0", "read z %0")
                .agent("b", "read w %0", "read w %1")
                .world();
        Program b = world.programs().get(1);
        List<WaitBound.Place> passes = List.of(new WaitBound.Place(1, b.sources().get(0).site()),
                new WaitBound.Place(1, b.sources().get(1).site()));
        WaitBound.Place second = new WaitBound.Place(0, site(world, 0, 1));
        Optional<WaitBound.Place> third = Optional.of(new WaitBound.Place(0, site(world, 0, 2)));
        forbids(world.withBounds(List.of(new WaitBound("patience", second, third, passes, 1))));
        allows(world.withBounds(List.of(new WaitBound("patience", second, third, passes, 2))));
    }

    static Stream<World> worlds() {
        return Stream.of(taken(LockKind.SPINLOCK, "", 3, 1), taken(LockKind.RWSEM_UNFAIR, " write", 3, 1),
                taken(LockKind.RWSEM, " write", 3, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("worlds")
    void machine_and_actors_break_a_bound_in_the_same_runs(World world) {
        for (MemoryModel model : List.of(new Sc(), new Tso())) {
            FuzzPlan plan = new FuzzPlan("random", 3, RUNS, MAX_STEPS, true);
            List<Optional<String>> found = new ArrayList<>();
            try (Engine machine = new MachineEngine(world, model, Bounds.DEFAULT);
                    Engine acting = actors.open(world, model, Bounds.DEFAULT)) {
                Strategy one = plan.newStrategy(world, Profile.ofLength(20));
                Strategy two = plan.newStrategy(world, Profile.ofLength(20));
                for (int run = 0; run < RUNS; run++) {
                    one.begin(run);
                    two.begin(run);
                    RunRecord first = RunRecord.of(machine, one, MAX_STEPS);
                    assertThat(RunRecord.of(acting, two, MAX_STEPS)).isEqualTo(first);
                    found.add(machine.fault().map(Fault::property));
                }
            }
            boolean breakable = !world.name().equals("taken-RWSEM");
            assertThat(found.contains(Optional.of("patience"))).isEqualTo(breakable);
        }
    }
}
